using System.Text.RegularExpressions;
using Port143.Storage.Search;

namespace Port143.Storage.Tests.Search;

/// <summary>The base subject of RFC 5256 section 2.1: known answers, and a plain reading of the RFC's rules beside it.</summary>
public sealed class BaseSubjectTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("hello", "hello", false)]
    [InlineData("  hello\t \r\n world ", "hello world", false)]
    [InlineData("Re: hello", "hello", true)]
    [InlineData("re : hello", "hello", true)]
    [InlineData("RE:hello", "hello", true)]
    [InlineData("Fw: hello", "hello", true)]
    [InlineData("FWD: hello", "hello", true)]
    [InlineData("Re[2]: hello", "hello", true)]
    [InlineData("Re [bug 5] : hello", "hello", true)]
    [InlineData("Re: Re: Fwd: hello", "hello", true)]
    [InlineData("[list] hello", "hello", false)]
    [InlineData("[list] Re: hello", "hello", true)]
    [InlineData("Re: [list] hello", "hello", true)]
    [InlineData("[a] [b] Re: [c] Re: hello", "hello", true)]
    [InlineData("[a][b]", "[b]", false)]
    [InlineData("[a] [b]", "[b]", false)]
    [InlineData("Re: [b]", "[b]", true)]
    [InlineData("[only]", "[only]", false)]
    [InlineData("[a[b] hello", "[a[b] hello", false)]
    [InlineData("[a]] hello", "] hello", false)]
    [InlineData("[] hello", "hello", false)]
    [InlineData("hello (fwd)", "hello", true)]
    [InlineData("hello (FWD) (fwd)  ", "hello", true)]
    [InlineData("hello(fwd)", "hello", true)]
    [InlineData("(fwd)", "", true)]
    [InlineData("Re: (fwd)", "", true)]
    [InlineData("Re:", "", true)]
    [InlineData("[list] Re:", "", true)]
    [InlineData("[fwd: hello]", "hello", true)]
    [InlineData("[Fwd: Re: [list] hello (fwd)]", "hello", true)]
    [InlineData("[fwd: [fwd: hello]]", "hello", true)]
    [InlineData("Re: [Fwd: hello]", "hello", true)]
    [InlineData("[fwd: hello] more", "more", false)]
    [InlineData("[fwd: hello", "[fwd: hello", false)]
    [InlineData("[fwd:]", "", true)]
    [InlineData("[fwd: [b]]", "[b]", true)]
    [InlineData("Regarding: hello", "Regarding: hello", false)]
    [InlineData("Re hello", "Re hello", false)]
    [InlineData("Reply: hello", "Reply: hello", false)]
    [InlineData("hello Re: world", "hello Re: world", false)]
    [InlineData("AW: hello", "AW: hello", false)]
    [InlineData("Re: [list]: hello", ": hello", true)]
    [InlineData("fwd[x] [y]: hello", "fwd[x] [y]: hello", false)]
    [InlineData("Re: äöü", "äöü", true)]
    public void Known_subjects(string subject, string expected, bool isReplyOrForward)
    {
        Assert.Equal(expected, BaseSubject.Of(subject, out bool removed));
        Assert.Equal(isReplyOrForward, removed);
    }

    [Fact]
    public void It_is_what_the_rules_say_for_any_subject()
    {
        string[] pieces = ["re", "Re:", "fw", "fwd", ":", "[", "]", "[fwd:", "[x]", "(fwd)", " ", "\t", "a", "fwd:", "\r\n "];
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 200_000; round++)
        {
            string subject = string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => pieces[random.Next(pieces.Length)]));
            string expected = ByTheRules(subject, out bool replied);
            string got = BaseSubject.Of(subject, out bool removed);
            Assert.True(expected == got && replied == removed, $"\"{subject}\" gives \"{got}\", not \"{expected}\" (seed {seed})");
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[")]
    [InlineData("[fwd:")]
    [InlineData("re:")]
    [InlineData("re[x]")]
    [InlineData("(fwd)")]
    [InlineData("[a] re ")]
    [InlineData("[fwd:]")]
    public void It_takes_time_in_proportion(string piece)
    {
        string subject = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        BaseSubject.Of(subject + "x" + string.Concat(Enumerable.Repeat("]", 200_000)), out _);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed} for a million characters");
    }

    // Section 2.1 word by word, with the ABNF of section 5 as patterns.
    private static string ByTheRules(string subject, out bool replied)
    {
        const string blob = @"(\[[^\[\]]*\]\s*)", refwd = $@"((re|fwd?)\s*{blob}?:)";
        const RegexOptions options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline;
        replied = false;
        string text = Regex.Replace(subject, @"[\t\r\n ]+", " ");
        while (true)
        {
            while (Regex.Match(text, @"(\(fwd\)| )\z", options) is { Success: true } trailer)
            {
                replied |= trailer.Value != " ";
                text = text[..trailer.Index];
            }
            while (true)
            {
                if (Regex.Match(text, $@"\A({blob}*{refwd}| )", options) is { Success: true } leader)
                {
                    replied |= leader.Value != " ";
                    text = text[leader.Length..];
                }
                else if (Regex.Match(text, $@"\A{blob}", options) is { Success: true } first && text[first.Length..].Trim(' ').Length > 0)
                {
                    text = text[first.Length..];
                }
                else
                {
                    break;
                }
            }
            if (!Regex.IsMatch(text, @"\A\[fwd:.*\]\z", options))
            {
                return text;
            }
            replied = true;
            text = text[5..^1];
        }
    }
}
