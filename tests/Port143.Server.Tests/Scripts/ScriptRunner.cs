using System.Security.Cryptography;
using System.Text;
using Port143.Server.Tests.Authentication;

namespace Port143.Server.Tests.Scripts;

/// <summary>
/// Plays a script against a server and fails with the dialogue so far at the first difference. With a server that is not ours
/// the comparison is loose (<see cref="LooseComparison"/>).
/// </summary>
internal sealed class ScriptRunner(Script script, string host, int port, params TestAccount[] accounts) : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(150);

    /// <summary>Whether the server is not ours.</summary>
    public bool IsLoose { get; init; }

    /// <summary>The command that was sent last: the one that a difference is about.</summary>
    public string LastCommand { get; private set; } = "";

    private readonly Dictionary<string, TestClient> _sessions = [];
    private readonly Dictionary<string, LooseReader> _readers = [];
    private readonly Dictionary<string, string> _names = [];
    private readonly StringBuilder _dialogue = new();
    private TestClient? _given;

    /// <summary>Plays it to the end; afterwards no session may have said more than was expected.</summary>
    public async Task RunAsync()
    {
        ScriptStep? current = null;
        try
        {
            foreach (ScriptStep step in script.Steps)
            {
                current = step;
                await RunAsync(step);
            }
            foreach (LooseReader reader in _readers.Values)
            {
                await reader.SettleAsync();
            }
            foreach ((string session, TestClient client) in _sessions)
            {
                if (client.HasUnread && !IsLoose)
                {
                    throw new InvalidDataException($"{session} was told more than the script says: {await client.ReadAsync()}");
                }
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            string what = error is OperationCanceledException ? "nothing came" : error.Message;
            Assert.Fail($"scripts/{script.Name}.imap:{current?.Line}: {what}\n{_dialogue}");
        }
    }

    public void Dispose()
    {
        _given?.Dispose();
        foreach (TestClient client in _sessions.Values)
        {
            client.Dispose();
        }
    }

    private async Task RunAsync(ScriptStep step)
    {
        switch (step.Verb)
        {
            case ScriptVerb.Given:
                await GivenAsync(ResponsePattern.Fill(step.Text, LookUp));
                return;
            case ScriptVerb.Wait:
                await Task.Delay(int.Parse(step.Text));
                return;
        }
        if (!_sessions.TryGetValue(step.Session, out TestClient? client))
        {
            _sessions.Add(step.Session, client = await TestClient.ConnectAsync(host, port));
        }
        if (IsLoose && await RunLooselyAsync(step, client))
        {
            return;
        }
        switch (step.Verb)
        {
            case ScriptVerb.Send:
                string line = ResponsePattern.Fill(step.Text, LookUp);
                Note(step.Session, "C", line);
                LastCommand = line;
                await client.SendAsync(line + "\r\n");
                break;
            case ScriptVerb.SendRaw:
                string bytes = ResponsePattern.Fill(step.Text, LookUp);
                Note(step.Session, "C", bytes);
                LastCommand = bytes;
                await client.SendAsync(bytes);
                break;
            case ScriptVerb.Expect:
                await ExpectAsync(step, client);
                break;
            case ScriptVerb.SignIn:
                await client.SignInAsync(AccountOf(step.Text));
                break;
            case ScriptVerb.Scram:
                await ScramAsync(client, step.Text);
                break;
            case ScriptVerb.Tls:
                await client.StartTlsAsync();
                break;
            case ScriptVerb.HangUp:
                client.Dispose();
                _sessions.Remove(step.Session);
                break;
            case ScriptVerb.ExpectClose:
                await ExpectCloseAsync(client);
                _sessions.Remove(step.Session);
                break;
            case ScriptVerb.ExpectSilence:
                await Task.Delay(Silence);
                if (client.HasUnread)
                {
                    throw new InvalidDataException("expected silence, got " + await client.ReadAsync());
                }
                break;
        }
    }

    private async Task ScramAsync(TestClient client, string mechanism)
    {
        bool plus = mechanism.EndsWith("-PLUS", StringComparison.Ordinal);
        var scram = new ScramClient(
            mechanism.Contains("256", StringComparison.Ordinal) ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1, accounts[0].User,
            accounts[0].DevicePassword!, plus ? "p=tls-server-end-point,," : "n,,", plus ? SHA256.HashData(client.ServerCertificate!) : []);
        string answer = await scram.SignInAsync(client, mechanism);
        if (!answer.StartsWith("scram OK ", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{mechanism} was answered {answer}");
        }
    }

    // True when the step is done.
    private async Task<bool> RunLooselyAsync(ScriptStep step, TestClient client)
    {
        if (!_readers.TryGetValue(step.Session, out LooseReader? reader))
        {
            reader = new LooseReader(client, MatchesLoosely, line => Note(step.Session, "S", line));
            _readers.Add(step.Session, reader);
        }
        if (step.Verb == ScriptVerb.Expect)
        {
            await reader.ExpectAsync(step.Expected);
            return true;
        }
        await reader.SettleAsync();
        switch (step.Verb)
        {
            case ScriptVerb.ExpectSilence:
                await Task.Delay(Silence);
                return true;
            case ScriptVerb.ExpectClose:
                await client.ReadToEndAsync(TimeSpan.FromSeconds(4));
                client.Dispose();
                _sessions.Remove(step.Session);
                _readers.Remove(step.Session);
                return true;
            case ScriptVerb.HangUp:
                _readers.Remove(step.Session);
                break;
        }
        return false;
    }

    private bool MatchesLoosely(ExpectedResponse expected, string response)
    {
        string pattern = LooseComparison.Normalise(ResponsePattern.Fill(expected.Pattern, LookUp));
        string said = LooseComparison.Normalise(response);
        return Matches(expected, response) || Matches(expected with { Pattern = pattern }, said) || HasItems(expected, pattern, said);
    }

    // Each item that is expected and only others that may come unasked.
    private bool HasItems(ExpectedResponse expected, string pattern, string said)
    {
        if (LooseComparison.ItemsOf(pattern) is not { } wanted || LooseComparison.ItemsOf(said) is not { } told || wanted.Head != told.Head)
        {
            return false;
        }
        foreach (string item in wanted.Items)
        {
            int at = told.Items.FindIndex(i => Matches(expected with { Pattern = item }, i));
            if (at >= 0)
            {
                told.Items.RemoveAt(at);
            }
            else if (!LooseComparison.MayLack(item))
            {
                return false;
            }
        }
        return told.Items.TrueForAll(LooseComparison.MayComeWith);
    }

    private async Task ExpectAsync(ScriptStep step, TestClient client)
    {
        var open = new List<ExpectedResponse>(step.Expected);
        while (open.Exists(e => !e.IsOptional) || open.Count > 0 && await IsThereMoreAsync(client))
        {
            string response = await NextAsync(step.Session, client)
                ?? throw new InvalidDataException("the server closed the connection instead of\n  " + open[0].Pattern);
            int at = step.AnyOrder ? open.FindIndex(e => Matches(e, response)) : Matches(open[0], response) ? 0 : -1;
            if (at >= 0)
            {
                open.RemoveAt(at);
            }
            else if (open.TrueForAll(e => e.IsOptional))
            {
                _putBack = (step.Session, response);
                return;
            }
            else
            {
                string wanted = string.Join("\n  ", open.Where(e => !e.IsOptional).Select(e => ResponsePattern.Fill(e.Pattern, LookUp)));
                throw new InvalidDataException($"expected\n  {wanted}\ngot\n  {response}");
            }
        }
    }

    private (string Session, string Response)? _putBack;

    private async Task<string?> NextAsync(string session, TestClient client)
    {
        if (_putBack is { } kept && kept.Session == session)
        {
            _putBack = null;
            return kept.Response;
        }
        string? response = await client.ReadAsync();
        Note(session, "S", response ?? "(closed)");
        return response;
    }

    // An optional response at the end of a group may come or not: the next thing that comes decides.
    private async Task<bool> IsThereMoreAsync(TestClient client)
    {
        for (int i = 0; i < 20 && !client.HasUnread && _putBack is null; i++)
        {
            await Task.Delay(10);
        }
        return client.HasUnread || _putBack is not null;
    }

    private bool Matches(ExpectedResponse expected, string response)
    {
        var found = new Dictionary<string, string>();
        if (!ResponsePattern.Matches(expected.Pattern, response, LookUp, found))
        {
            return false;
        }
        foreach ((string name, string value) in found)
        {
            _names[name] = value;
        }
        return true;
    }

    private static async Task ExpectCloseAsync(TestClient client)
    {
        string? more;
        try
        {
            more = await client.ReadAsync();
        }
        catch (IOException)
        {
            more = null; // a reset is a close, too
        }
        if (more is not null)
        {
            throw new InvalidDataException("expected the end of the connection, got " + more);
        }
        client.Dispose();
    }

    private async Task GivenAsync(string command)
    {
        if (_given is null)
        {
            _given = await TestClient.ConnectAsync(host, port);
            await _given.SignInAsync(accounts[0]);
        }
        List<string> answers = await _given.CommandAsync(command);
        if (!answers[^1].Contains(" OK", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"GIVEN {command.Split('\r')[0]} was answered {answers[^1]}");
        }
    }

    private string? LookUp(string name) => name switch
    {
        "user" => accounts[0].User,
        "user2" or "user3" => AccountOf(name[4..]).User,
        "password" => accounts[0].Password,
        "password-size" => accounts[0].Password.Length.ToString(),
        "plain" => Base64($"\0{accounts[0].User}\0{accounts[0].Password}"),
        "user64" => Base64(accounts[0].User),
        "password64" => Base64(accounts[0].Password),
        _ when name.StartsWith("size:", StringComparison.Ordinal) => script.Messages[name[5..]].Length.ToString(),
        _ when name.StartsWith("data:", StringComparison.Ordinal) => script.Messages[name[5..]],
        _ when name.StartsWith("literal:", StringComparison.Ordinal) =>
            $"{{{script.Messages[name[8..]].Length}+}}\r\n{script.Messages[name[8..]]}",
        _ => _names.GetValueOrDefault(name),
    };

    private TestAccount AccountOf(string number) => accounts[number.Length == 0 ? 0 : int.Parse(number) - 1];

    private void Note(string session, string side, string text) =>
        _dialogue.Append(session).Append(session.Length > 0 ? " " : "").Append(side).Append(": ")
            .Append(text.Length > 2000 ? text[..2000] + "(...)" : text).Append('\n');

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
