using System.Net.Sockets;
using System.Text;

namespace Port143.Server.Tests.Sessions;

public class HalfClosedTests
{
    [Fact]
    public async Task A_client_that_closes_its_side_gets_every_answer()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestAccount account = await server.AddAccountAsync();
        for (int round = 0; round < 20; round++)
        {
            using var client = new TcpClient("127.0.0.1", server.ImapPort);
            using NetworkStream stream = client.GetStream();
            await client.Client.SendAsync(Encoding.ASCII.GetBytes(
                $"a LOGIN {account.User} \"{account.Password}\"\r\nb LIST \"\" *\r\nc SELECT INBOX\r\nd STATUS Sent (MESSAGES)\r\n"));
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            string answers = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Contains("\nd OK", answers, StringComparison.Ordinal);
        }
    }
}
