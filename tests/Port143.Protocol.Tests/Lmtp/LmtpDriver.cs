using System.Buffers;
using System.Text;
using Port143.Protocol.Lmtp;

namespace Port143.Protocol.Tests.Lmtp;

/// <summary>Plays the server around an <see cref="LmtpMachine"/>: every local part but "unknown" exists.</summary>
internal sealed class LmtpDriver
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<string> _recipients = [];
    private MemoryStream? _message;

    public LmtpDriver(LmtpMachineOptions? options = null)
    {
        Machine = new LmtpMachine(options ?? new LmtpMachineOptions { HostName = "mx.test" });
        Machine.Greet(_output);
    }

    public LmtpMachine Machine { get; }

    public List<(string Recipients, string Message)> Delivered { get; } = [];

    public int Aborted { get; private set; }

    public bool IsClosed { get; private set; }

    public string Replies => Encoding.UTF8.GetString(_output.WrittenSpan);

    /// <summary>The first three digits of each reply line, then the enhanced code if there is one.</summary>
    public string Codes => string.Join(' ', Replies.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
        .Where(l => l.Length < 4 || l[3] != '-').Skip(1).Select(l => l[..3]));

    public LmtpDriver Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public LmtpDriver Send(ReadOnlySpan<byte> input)
    {
        while (!IsClosed)
        {
            LmtpStep step = Machine.Next(ref input, _output, out ReadOnlySpan<byte> data);
            switch (step)
            {
                case LmtpStep.NeedInput:
                    Assert.True(input.IsEmpty);
                    return this;
                case LmtpStep.Recipient:
                    if (Machine.Recipient.Address.StartsWith("unknown@", StringComparison.Ordinal))
                    {
                        Machine.RefuseRecipient(LmtpReplies.UnknownRecipient, _output);
                    }
                    else
                    {
                        _recipients.Add(Machine.Recipient.Address);
                        Machine.AcceptRecipient(_output);
                    }
                    break;
                case LmtpStep.MessageBegins:
                    _message = new MemoryStream();
                    break;
                case LmtpStep.MessageData:
                    Assert.False(data.IsEmpty);
                    _message!.Write(data);
                    break;
                case LmtpStep.MessageAborted:
                    Assert.NotNull(_message);
                    _message = null;
                    Aborted++;
                    break;
                case LmtpStep.Reset:
                    _recipients.Clear();
                    break;
                case LmtpStep.MessageComplete:
                    Assert.Equal(_message!.Length, Machine.MessageSize);
                    Delivered.Add((string.Join(',', _recipients), Encoding.Latin1.GetString(_message.ToArray())));
                    Machine.EndMessage([.. _recipients.Select(r => r.StartsWith("full@", StringComparison.Ordinal)
                        ? LmtpReplies.DiskFull : LmtpReplies.Ok)], _output);
                    _message = null;
                    _recipients.Clear();
                    break;
                case LmtpStep.Close:
                    IsClosed = true;
                    break;
            }
        }
        return this;
    }

    public string Transcript() => Replies + "\n--\n" + string.Join("\n--\n", Delivered) + $"\n{Aborted} {IsClosed}";
}
