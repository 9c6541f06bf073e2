using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Port143.Mail;
using Port143.Protocol.Imap;
using Port143.Server.Authentication;
using Port143.Server.Extensions;
using Port143.Server.Tls;
using Port143.Storage;

namespace Port143.Server.Sessions;

// The changes of a connection: TLS or compression is laid over it, and an account takes it over or leaves it.
internal sealed partial class ImapSession
{
    private SaslContext? _sasl;
    private AccountAddress? _certificateAccount;

    /// <summary>What SASL mechanisms may know of the connection as it is now.</summary>
    public SaslContext Sasl
    {
        get
        {
            if (_sasl is null || _sasl.Client.IsEncrypted != Pipe.IsSecure)
            {
                Authenticator authenticator = Services.Authenticator;
                _sasl = new SaslContext
                {
                    Authenticator = authenticator,
                    Client = new ClientInfo(Address, Listener, Pipe.IsSecure),
                    OffersScram = Services.Options.SignIn.Scram switch
                    {
                        ScramOffer.Always => true,
                        ScramOffer.Never => false,
                        _ => authenticator.HasDevices && !authenticator.ScramHistory.IsUseless(Address),
                    },
                    Tokens = Services.Tokens,
                    CertificateAccount = _certificateAccount,
                    AnonymousAccount = Services.Options.SignIn.AnonymousAccount,
                    EndPoint = EndPointBinding.Of(Pipe.ServerCertificate),
                };
            }
            return _sasl;
        }
    }

    /// <summary>The device password that the client used, or null.</summary>
    public DevicePassword? Device { get; private set; }

    /// <summary>What the client may do in the account.</summary>
    public AccessScope Scope { get; private set; } = AccessScope.Everything;

    private async Task<bool> TryStartTlsAsync(bool greets)
    {
        try
        {
            SslServerAuthenticationOptions options = TlsPolicy.CreateOptions(Services.Certificates);
            if (Services.Options.SignIn.ClientCertificates is { } accepted)
            {
                TlsPolicy.AskForCertificate(options, (sent, others) => _certificateAccount = accepted.AccountOf(sent, others));
            }
            if (!await Pipe.StartTlsAsync(options, Services.Certificates, greets, TlsPolicy.HandshakeLimit, Services.Time, Cancel).ConfigureAwait(false))
            {
                _endReason = "certificate challenge answered";
                return false;
            }
        }
        catch (Exception error) when (error is AuthenticationException or IOException or OperationCanceledException
            or ConnectionAbortedException or InvalidOperationException)
        {
            _endReason = "no TLS";
            ServerLog.TlsFailed(Services.Log, Listener, Client, error.InnerException?.Message ?? error.Message);
            _connection.Abort();
            return false;
        }
        Writer.SwitchTo(Pipe.Output);
        return true;
    }

    // What arrived before the handshake was sent by whoever sits on the line: it must not count (CVE-2011-0411 and its kin).
    private async ValueTask SwitchToTlsAsync()
    {
        if (Pipe.Input.TryRead(out ReadResult early))
        {
            bool injected = !early.Buffer.IsEmpty;
            Pipe.Input.AdvanceTo(early.Buffer.Start);
            if (injected)
            {
                ServerLog.StartTlsInjection(Services.Log, Listener, Client);
                End("bytes before the TLS handshake");
                _connection.Abort();
                return;
            }
        }
        await FlushAsync().ConfigureAwait(false);
        if (!await TryStartTlsAsync(greets: false).ConfigureAwait(false))
        {
            _ended = true;
        }
    }

    // The OK to COMPRESS is the last that is sent as it is.
    private async ValueTask StartCompressionAsync()
    {
        await FlushAsync().ConfigureAwait(false);
        Pipe.StartCompression();
        Writer.SwitchTo(Pipe.Output);
    }

    // The OK to UNAUTHENTICATE is the last that is compressed.
    private async ValueTask StopCompressionAsync()
    {
        await FlushAsync().ConfigureAwait(false);
        await Pipe.StopCompressionAsync().ConfigureAwait(false);
        Writer.SwitchTo(Pipe.Output);
    }

    /// <summary>
    /// Ends the account's part of the session (RFC 8437): all that the connection has become since its greeting is undone,
    /// TLS left out. Whatever state a session gets must be reset here.
    /// </summary>
    public void Leave()
    {
        Notifications?.Dispose();
        Notifications = null;
        MetadataByNotify = false;
        Unselect();
        Services.MetadataWatch.Remove(this);
        Metadata = [];
        Services.AccountSessions.Leave(AccountId);
        Account = null;
        Device = null;
        SignedIn = null;
        SignedInBy = null;
        Scope = AccessScope.Everything;
        Condstore = false;
        Qresync = false;
        Rev2 = false;
        UidOnly = false;
        Comparator = Storage.Search.Collation.UnicodeCasemap;
        Language = Texts.Languages.Default;
        Utf8Accept = false;
        Writer.Utf8 = false;
        SetSignInLimits();
        _badCommands = 0;
        _nonsense = 0;
        _began = Environment.TickCount64;
    }

    private void SetSignInLimits()
    {
        ServerLimits limits = Services.Options.Limits;
        _framer.Limits = FramerLimits.PreAuth with { MaxLine = limits.SignInLine, MaxLiteral = limits.SignInLiteral };
        _framer.BodiesAllowed = false;
    }

    /// <summary>Begins the account's part of the session; false when it has its fill of sessions.</summary>
    public bool TryEnter(SignInResult signedIn)
    {
        Account account = signedIn.Account!;
        if (!Services.AccountSessions.TryEnter(account.Id))
        {
            return false;
        }
        Account = account;
        Device = signedIn.Device;
        SignedIn = Services.Time.GetUtcNow();
        SignedInBy = signedIn.By;
        Scope = AccessScope.Of(signedIn);
        ServerLimits limits = Services.Options.Limits;
        _framer.Limits = FramerLimits.PostAuth with
        {
            MaxLine = limits.Line,
            MaxLiteral = limits.Literal,
            MaxLiteralsTotal = limits.Command,
            MaxLiterals = limits.LiteralsPerCommand,
        };
        _framer.BodiesAllowed = true;
        return true;
    }
}
