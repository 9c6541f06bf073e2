using System.Text;
using Port143.Mail;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Server.Tests.Sessions;

/// <summary>What another process on the same data folder did, such as <c>port143 deliver</c>, whose notice was lost.</summary>
public sealed class OtherProcessTests
{
    [Fact]
    public async Task NoopTellsOfMailThatAnotherProcessBrought()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        using TestClient client = await server.SignInAsync(account);
        await client.OkAsync("SELECT INBOX");

        await using SqliteMailStorage other = SqliteMailStorage.Open(server.Folder);
        MailboxInfo inbox = (await other.ListMailboxesAsync(account.Id!.Value, default)).Find(MailboxName.Inbox)!;
        using MessageStaging staging = other.StageMessage(account.Id.Value);
        staging.Write(Encoding.ASCII.GetBytes("Subject: from outside\r\n\r\nText\r\n"));
        using StagedMessage message = staging.Complete();
        await other.CommitAsync(
            account.Id.Value, new AppendChange(inbox.Id, [new NewMessage(message, [], InternalDate.From(TimeProvider.System.GetLocalNow()))]), default);

        await Task.Delay(1100); // the storage is looked at once a second
        Assert.Contains("* 1 EXISTS", await client.OkAsync("NOOP"));
    }
}
