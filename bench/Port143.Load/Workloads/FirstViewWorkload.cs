using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>The list view of messages that were delivered by LMTP and that nobody has looked at yet.</summary>
internal sealed class FirstViewWorkload : IWorkload
{
    private const int FirstAccount = 60, Connections = 8;

    public string Name => "W3first";

    public string Description => "ENVELOPE list of mail that was just delivered";

    public void Run(LoadRun run)
    {
        int account = FirstAccount + run.Round;
        string recipient = run.Target.Recipient(account);
        run.Empty(account, "INBOX");
        Crowd.Run(Connections, worker =>
        {
            using LmtpConnection lmtp = run.Target.OpenLmtp();
            for (int i = worker; i < run.Scale.FirstView; i += Connections)
            {
                MailMessage message = run.Corpus.Message(i, recipient);
                lmtp.Deliver(recipient, message);
            }
        });
        using (ImapConnection connection = run.Open(account))
        {
            connection.Select("INBOX", readOnly: true);
            run.Command("W3first envelope", connection, $"FETCH 1:* {ListWorkload.Envelope}", run.Scale.FirstView, warmUps: 0);
            connection.Logout();
        }
        run.Empty(account, "INBOX");
    }
}
