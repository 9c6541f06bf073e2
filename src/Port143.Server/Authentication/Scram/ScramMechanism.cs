using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// The server's side of SCRAM (RFC 5802; RFC 7677 for SHA-256) for device passwords, with channel binding (-PLUS) to
/// <c>tls-server-end-point</c> (RFC 5929 section 4). The password never comes here: the client proves that it has it.
/// </summary>
internal sealed class ScramMechanism(HashAlgorithmName hash, bool plus, SaslContext context, Func<string>? makeNonce = null) : ISaslMechanism
{
    /// <summary>The names, without -PLUS.</summary>
    public const string Sha256 = "SCRAM-SHA-256", Sha1 = "SCRAM-SHA-1";

    /// <summary>What is added to the name when the channel is bound.</summary>
    public const string Plus = "-PLUS";

    /// <summary>The one kind of channel binding that is spoken.</summary>
    public const string EndPoint = "tls-server-end-point";

    private const int MaxMessage = 2048;
    private const int MaxNonce = 512;

    private State _state;
    private ScramUser? _user;
    private byte[] _header = [];
    private string _clientFirstBare = "";
    private string _serverFirst = "";
    private string _nonce = "";
    private SignInResult _result;

    private enum State
    {
        ClientFirst,
        ClientFinal,
        Acknowledgement,
    }

    /// <inheritdoc/>
    public SaslStep Begin() => SaslStep.Ask([]);

    /// <inheritdoc/>
    public async ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancel)
    {
        if (response.Length > MaxMessage || response.Span.Contains((byte)0) || !Utf8.IsValid(response.Span))
        {
            return SaslStep.Fail(SaslFailure.Malformed);
        }
        switch (_state)
        {
            case State.ClientFirst:
                return await StartAsync(Encoding.UTF8.GetString(response.Span), cancel).ConfigureAwait(false);
            case State.ClientFinal:
                return Finish(Encoding.UTF8.GetString(response.Span));
            default:
                return response.IsEmpty ? SaslStep.Done(_result) : SaslStep.Fail(SaslFailure.Malformed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // client-first-message      = gs2-header client-first-message-bare
    // gs2-header                = gs2-cbind-flag "," [ authzid ] ","
    // gs2-cbind-flag            = ("p=" cb-name) / "n" / "y"
    // client-first-message-bare = [reserved-mext ","] username "," nonce ["," extensions]
    private async ValueTask<SaslStep> StartAsync(string message, CancellationToken cancel)
    {
        string[] parts = message.Split(',', 3);
        if (parts.Length != 3)
        {
            return SaslStep.Fail(SaslFailure.Malformed);
        }
        string flag = parts[0];
        if (plus ? flag != "p=" + EndPoint : flag is not ("n" or "y"))
        {
            return SaslStep.Fail(flag.StartsWith("p=", StringComparison.Ordinal) || flag is "n" or "y" ? SaslFailure.ChannelBinding : SaslFailure.Malformed);
        }
        // A client that believes that we cannot bind, when we said that we can: somebody changed what we said.
        if (flag == "y" && context.OffersPlus)
        {
            return SaslStep.Fail(SaslFailure.ChannelBinding);
        }
        string[] attributes = parts[2].Split(',');
        if (attributes.Length < 2 || !TryValue(attributes[0], 'n', out string name) || !TryUnescape(name, out string user)
            || !TryValue(attributes[1], 'r', out string nonce) || nonce.Length is 0 or > MaxNonce || !IsPrintable(nonce))
        {
            return SaslStep.Fail(SaslFailure.Malformed);
        }
        if (parts[1].Length > 0)
        {
            if (!TryValue(parts[1], 'a', out string encoded) || !TryUnescape(encoded, out string actsFor))
            {
                return SaslStep.Fail(SaslFailure.Malformed);
            }
            if (!IsSame(actsFor, user))
            {
                return SaslStep.Fail(SaslFailure.ActsForAnother);
            }
        }
        _user = await context.Authenticator.FindScramUserAsync(Encoding.UTF8.GetBytes(user), context.Client, cancel).ConfigureAwait(false);
        if (_user is null)
        {
            return SaslStep.Done(SignInResult.Rejected);
        }
        _header = Encoding.UTF8.GetBytes($"{flag},{parts[1]},");
        _clientFirstBare = parts[2];
        _nonce = nonce + (makeNonce?.Invoke() ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)));
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(_user.Salt)},i={DevicePasswords.Iterations}";
        _state = State.ClientFinal;
        return SaslStep.Ask(Encoding.ASCII.GetBytes(_serverFirst));
    }

    // client-final-message = channel-binding "," nonce ["," extensions] "," proof
    private SaslStep Finish(string message)
    {
        int end = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (end < 0)
        {
            return SaslStep.Fail(SaslFailure.Malformed);
        }
        string withoutProof = message[..end];
        string[] attributes = withoutProof.Split(',');
        if (attributes.Length < 2 || !TryValue(attributes[0], 'c', out string binding) || !TryValue(attributes[1], 'r', out string nonce)
            || !TryDecode(binding, out byte[] bound) || !TryDecode(message[(end + 3)..], out byte[] proof))
        {
            return SaslStep.Fail(SaslFailure.Malformed);
        }
        byte[] expected = plus ? [.. _header, .. context.EndPoint!] : _header;
        if (!CryptographicOperations.FixedTimeEquals(bound, expected))
        {
            return SaslStep.Fail(SaslFailure.ChannelBinding);
        }
        DevicePassword? proven = null;
        byte[] signature = [];
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(_nonce)))
        {
            byte[] signed = Encoding.UTF8.GetBytes($"{_clientFirstBare},{_serverFirst},{withoutProof}");
            foreach (DevicePassword device in _user!.Devices)
            {
                ScramKeys keys = hash == HashAlgorithmName.SHA1 ? device.Verifier.Sha1 : device.Verifier.Sha256;
                if (IsProof(keys.StoredKey, signed, proof))
                {
                    proven = device;
                    signature = CryptographicOperations.HmacData(hash, keys.ServerKey, signed);
                }
            }
        }
        _result = context.Authenticator.FinishScram(_user!, proven, context.Client);
        if (_result.Outcome != SignInOutcome.Success)
        {
            return SaslStep.Done(_result);
        }
        _state = State.Acknowledgement;
        return SaslStep.Ask(Encoding.ASCII.GetBytes("v=" + Convert.ToBase64String(signature)));
    }

    // ClientKey := ClientProof XOR ClientSignature; it is right when its hash is the stored key (RFC 5802 section 3).
    private bool IsProof(byte[] storedKey, byte[] signed, byte[] proof)
    {
        byte[] key = CryptographicOperations.HmacData(hash, storedKey, signed);
        if (proof.Length != key.Length)
        {
            return false;
        }
        for (int i = 0; i < key.Length; i++)
        {
            key[i] ^= proof[i];
        }
        return CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(hash, key), storedKey);
    }

    private static bool TryValue(string attribute, char name, out string value)
    {
        bool has = attribute.Length >= 2 && attribute[0] == name && attribute[1] == '=';
        value = has ? attribute[2..] : "";
        return has;
    }

    // saslname = 1*(value-safe-char / "=2C" / "=3D")
    private static bool TryUnescape(string saslName, out string name)
    {
        name = saslName.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "\0", StringComparison.Ordinal);
        bool good = name.Length > 0 && !name.Contains('=', StringComparison.Ordinal);
        name = name.Replace('\0', '=');
        return good;
    }

    // printable = %x21-2B / %x2D-7E
    private static bool IsPrintable(string nonce) => nonce.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;

    private static bool TryDecode(string base64, out byte[] bytes)
    {
        byte[] buffer = new byte[StrictBase64.MaxDecodedLength(base64.Length)];
        bool good = StrictBase64.TryDecode(Encoding.UTF8.GetBytes(base64), buffer, out int written);
        bytes = good ? buffer[..written] : [];
        return good;
    }

    private static bool IsSame(string one, string other) =>
        AccountAddress.TryCreate(one, out AccountAddress? first, out _)
        && AccountAddress.TryCreate(other, out AccountAddress? second, out _)
        && first.Equals(second);
}
