using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Port143.Server.Tls;

namespace Port143.Server.Connections;

/// <summary>
/// The bytes of a connection, in the clear until TLS is laid over them, at its start or in the middle (STARTTLS), and
/// compressed within that between COMPRESS and the end or UNAUTHENTICATE.
/// </summary>
internal sealed class SwitchablePipe : IAsyncDisposable
{
    private readonly IDuplexPipe _transport;
    private SslStream? _tls;
    private DuplexPipeStream? _records;
    private PipeReader? _compressedInput;
    private PipeWriter? _compressedOutput;
    private InflateStream? _inflater;
    private DeflatePipeWriter? _deflater;

    public SwitchablePipe(IDuplexPipe transport)
    {
        _transport = transport;
        Input = transport.Input;
        Output = transport.Output;
    }

    /// <summary>What the client sends.</summary>
    public PipeReader Input { get; private set; }

    /// <summary>What the client gets.</summary>
    public PipeWriter Output { get; private set; }

    /// <summary>What the client gets, where files can go out as they are: neither encrypted nor compressed.</summary>
    public SocketOutput? FileOutput => SendFile.IsSupported ? Output as SocketOutput : null;

    /// <summary>Whether TLS is on.</summary>
    public bool IsSecure => _tls is not null;

    /// <summary>Whether compression is on.</summary>
    public bool IsCompressed => _deflater is not null;

    /// <summary>TLS version and cipher suite for the log, or null.</summary>
    public string? TlsSummary => _tls is null ? null : $"{_tls.SslProtocol} {_tls.NegotiatedCipherSuite}";

    /// <summary>The certificate that we sent, or null.</summary>
    public X509Certificate? ServerCertificate => _tls?.LocalCertificate;

    /// <summary>
    /// Does the handshake. Nothing that arrived before it may be left unread: the caller has checked. Throws
    /// <see cref="System.Security.Authentication.AuthenticationException"/>, <see cref="IOException"/> or
    /// <see cref="OperationCanceledException"/> when there is no TLS with this client. False: the client was a certificate
    /// authority, which has seen what it came for. With <paramref name="greets"/> the server speaks next, and the last words of the
    /// handshake go out together with that.
    /// </summary>
    public async Task<bool> StartTlsAsync(
        SslServerAuthenticationOptions options, CertificateStore certificates, bool greets, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        var records = new DuplexPipeStream(_transport.Input, _transport.Output) { Gathers = true };
        var tls = new SslStream(records, leaveInnerStreamOpen: true);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        bool onlyLooks;
        try
        {
            onlyLooks = await TlsPolicy.FitAsync(options, certificates, _transport.Input, either.Token).ConfigureAwait(false);
            await tls.AuthenticateAsServerAsync(options, either.Token).ConfigureAwait(false);
        }
        catch
        {
            await _transport.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false); // the alert that says why
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        records.Gathers = false;
        if (!greets)
        {
            await _transport.Output.FlushAsync(cancel).ConfigureAwait(false);
        }
        _records = records;
        _tls = tls;
        // Zero-byte reads: an idle client holds no buffer.
        Input = PipeReader.Create(tls, new StreamPipeReaderOptions(bufferSize: 4096, minimumReadSize: 1024, leaveOpen: true, useZeroByteReads: true));
        Output = PipeWriter.Create(tls, new StreamPipeWriterOptions(minimumBufferSize: 16 * 1024, leaveOpen: true));
        return !onlyLooks;
    }

    /// <summary>Nothing is read any more, and the last words go out together with the end of TLS, when this is disposed.</summary>
    public void BeginFarewell()
    {
        if (_records is not null && !IsCompressed)
        {
            _records.Gathers = true;
        }
    }

    /// <summary>Begins to compress (RFC 4978). Everything written before must have been flushed.</summary>
    public void StartCompression()
    {
        _compressedInput = Input;
        _compressedOutput = Output;
        _inflater = new InflateStream(Input, TimeSpan.FromSeconds(10));
        _deflater = new DeflatePipeWriter(Output);
        Input = PipeReader.Create(_inflater, new StreamPipeReaderOptions(bufferSize: 4096, minimumReadSize: 1024, leaveOpen: true, useZeroByteReads: true));
        Output = _deflater;
    }

    /// <summary>Marks the end of a response: its length tells nothing about what comes after it.</summary>
    public void EndCompressedBlock() => _deflater?.EndBlock();

    /// <summary>Ends compression, if it is on (RFC 8437 section 4.1). Everything written before must have been flushed.</summary>
    public async ValueTask StopCompressionAsync()
    {
        if (_deflater is null)
        {
            return;
        }
        await Input.CompleteAsync().ConfigureAwait(false);
        await _inflater!.DisposeAsync().ConfigureAwait(false);
        await _deflater.CompleteAsync().ConfigureAwait(false);
        Input = _compressedInput!;
        Output = _compressedOutput!;
        _deflater = null;
        _inflater = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopCompressionAsync().ConfigureAwait(false);
        if (_tls is not null)
        {
            try
            {
                await Output.CompleteAsync().ConfigureAwait(false);
                await Input.CompleteAsync().ConfigureAwait(false);
                await _tls.ShutdownAsync().WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
                await _transport.Output.FlushAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or InvalidOperationException or TimeoutException or OperationCanceledException
                or Microsoft.AspNetCore.Connections.ConnectionAbortedException or System.ComponentModel.Win32Exception)
            {
                // The client has gone without a word: there is nobody to shut down with.
            }
            await _tls.DisposeAsync().ConfigureAwait(false);
        }
        await CompleteQuietlyAsync().ConfigureAwait(false);
    }

    private async ValueTask CompleteQuietlyAsync()
    {
        try
        {
            await _transport.Output.CompleteAsync().ConfigureAwait(false);
            await _transport.Input.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // Gone already.
        }
    }
}
