using System.Buffers;
using System.Text;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Grammar;

namespace Port143.Protocol.Tests.Imap;

/// <summary>Plays the server around framer and grammar, and writes down what happens.</summary>
internal sealed class FramerDriver
{
    private readonly StringBuilder _transcript = new();
    private readonly StringBuilder _body = new();

    public FramerDriver(bool signedIn = true)
    {
        Framer.Limits = signedIn ? FramerLimits.PostAuth : FramerLimits.PreAuth;
        Framer.BodiesAllowed = signedIn;
    }

    public ImapFramer Framer { get; } = new();

    public bool Utf8 { get; set; }

    /// <summary>Mailboxes whose messages are refused.</summary>
    public string RefusedMailbox { get; set; } = "Refused";

    /// <summary>After which commands a raw line is expected.</summary>
    public bool RawLines { get; set; } = true;

    public string Transcript => _transcript.ToString();

    public FramerDriver Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public FramerDriver Send(ReadOnlySpan<byte> bytes)
    {
        var input = new ReadOnlySequence<byte>(bytes.ToArray());
        while (true)
        {
            FrameStep step = Framer.Read(ref input, out ReadOnlySequence<byte> data);
            switch (step)
            {
                case FrameStep.NeedInput:
                    Assert.True(input.IsEmpty);
                    return this;
                case FrameStep.ContinuationWanted:
                    Say("+");
                    break;
                case FrameStep.BodyLiteral:
                    BeginBody();
                    break;
                case FrameStep.BodyData:
                    Assert.False(data.IsEmpty);
                    _body.Append(Encoding.Latin1.GetString(data));
                    break;
                case FrameStep.BodyEnd:
                    Say($"body '{_body}'");
                    _body.Clear();
                    break;
                case FrameStep.MessageComplete:
                    Complete();
                    break;
                case FrameStep.LineComplete:
                    Say($"line '{Encoding.Latin1.GetString(Framer.Message)}'");
                    break;
                case FrameStep.Refused:
                    Say($"{Framer.RefusedTag ?? "*"} {Framer.Refusal}{(Framer.MustClose ? " close" : "")}");
                    break;
            }
        }
    }

    private void BeginBody()
    {
        bool parsed = AppendGrammar.TryParseHead(
            Framer.Message, Framer.BodyOffsets, new GrammarOptions { Utf8 = Utf8 }, out AppendHead? head, out string reason);
        if (!parsed || head!.Mailbox == RefusedMailbox)
        {
            bool goesOn = Framer.RefuseBody();
            Say($"refused {(parsed ? head!.Mailbox : reason)}{(goesOn ? "" : " close")}");
            return;
        }
        AppendItem item = head.Items[^1];
        Assert.Equal(Framer.BodyIndex, item.Parts?[^1].Literal ?? item.Literal);
        Assert.Equal(Framer.BodySize, item.Parts?[^1].Size ?? item.Size);
        Assert.True(item.Parts is not null || Framer.BodyIsBinary == item.Binary);
        Say((Framer.BodyIsSynchronizing ? "+ " : "") + "body for " + head.Mailbox);
        Framer.AcceptBody();
    }

    private void Complete()
    {
        ParseOutcome outcome = ImapGrammar.Parse(Framer.Message, Framer.BodyOffsets, new GrammarOptions { Utf8 = Utf8 });
        Say(Describe.Outcome(outcome));
        if (RawLines && outcome.Command is IdleCommand or AuthenticateCommand)
        {
            Framer.ExpectRawLine(100);
        }
    }

    private void Say(string line) => _transcript.Append(line).Append('\n');
}
