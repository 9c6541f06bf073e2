using System.Text;

namespace Port143.Client.Doctor.Probes;

/// <summary>Asks web servers, for autoconfig and for the time.</summary>
public static class WebProbe
{
    private const int MaxBody = 256 * 1024;

    /// <summary>The answer to GET, found out once for each address.</summary>
    public static Task<WebAnswer> WebAsync(this Examination examination, string url, CancellationToken cancel) =>
        examination.FactAsync(url, c => AskAsync(url, null, c), cancel);

    /// <summary>The answer to POST with XML, found out once for each address.</summary>
    public static Task<WebAnswer> WebAsync(this Examination examination, string url, string xml, CancellationToken cancel) =>
        examination.FactAsync("POST " + url, c => AskAsync(url, xml, c), cancel);

    private static async Task<WebAnswer> AskAsync(string url, string? xml, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = true, MaxAutomaticRedirections = 3, ConnectTimeout = TimeSpan.FromSeconds(2) };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var request = new HttpRequestMessage(xml is null ? HttpMethod.Get : HttpMethod.Post, url);
            request.Content = xml is null ? null : new StringContent(xml, Encoding.UTF8, "text/xml");
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            string? body = null;
            if (response.IsSuccessStatusCode)
            {
                using Stream stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
                var buffer = new byte[MaxBody];
                int length = await stream.ReadAtLeastAsync(buffer, MaxBody, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
                body = Encoding.UTF8.GetString(buffer, 0, length);
            }
            return new WebAnswer((int)response.StatusCode, body, response.Headers.Date, null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UriFormatException
            || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return new WebAnswer(0, null, null, error.Message);
        }
    }
}
