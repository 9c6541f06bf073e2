using System.Globalization;
using System.Net;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load;

/// <summary>The server under load: where it listens, who its accounts are, what it consists of.</summary>
internal sealed class Target
{
    private readonly string _user;
    private readonly string _password;

    public Target(Arguments arguments)
    {
        Name = arguments.Text("server", "server");
        IPAddress host = IPAddress.Parse(arguments.Text("host", "127.0.0.1"));
        Imap = new IPEndPoint(host, arguments.Number("port", 143));
        Imaps = new IPEndPoint(host, arguments.Number("tls-port", 993));
        Lmtp = new IPEndPoint(host, arguments.Number("lmtp-port", 24));
        _user = arguments.Text("user", "u0000@example.org");
        _password = arguments.Text("password", "pass");
        Accounts = arguments.Number("accounts", 200);
        QuickAck = arguments.Has("quick-ack");
        Script = arguments.Find("script");
        DataFolders = arguments.Text("data", "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        Processes = new ServerProcesses(arguments.Find("cgroup"), arguments.Number("pid", 0));
    }

    public string Name { get; }

    public IPEndPoint Imap { get; }

    public IPEndPoint Imaps { get; }

    public IPEndPoint Lmtp { get; }

    /// <summary>How many accounts there are, numbered from 1.</summary>
    public int Accounts { get; }

    public bool QuickAck { get; }

    /// <summary>The script that starts and stops this server, if the load generator may.</summary>
    public string? Script { get; }

    /// <summary>Where the server keeps its mail.</summary>
    public IReadOnlyList<string> DataFolders { get; }

    public ServerProcesses Processes { get; }

    /// <summary>The login name of account <paramref name="number"/>: the zeros of the pattern are its digits.</summary>
    public string User(int number) => _user.Replace("0000", number.ToString("D4", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Its address in LMTP.</summary>
    public string Recipient(int number)
    {
        string user = User(number);
        return user.Contains('@', StringComparison.Ordinal) ? user : user + "@localhost";
    }

    public (string User, string Password) Credentials(int number) => (User(number), _password);

    /// <summary>A connection that is signed in.</summary>
    public ImapConnection Open(int account, bool tls = false)
    {
        var connection = new ImapConnection(tls ? Imaps : Imap, tls, QuickAck);
        try
        {
            connection.Login(User(account), _password);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        return connection;
    }

    public LmtpConnection OpenLmtp() => new(Lmtp, QuickAck);
}
