using System.Globalization;
using Port143.Load.Corpus;
using Port143.Load.Measure;
using Port143.Load.Net;

namespace Port143.Load.Workloads;

/// <summary>SEARCH in the large mailbox. Servers must agree on the number of hits, which is the figure's value.</summary>
internal sealed class SearchWorkload : IWorkload
{
    public string Name => "W6";

    public string Description => "SEARCH by subject, sender, date, flag, text: rare, common, and inside a word";

    public void Run(LoadRun run)
    {
        string since = run.Corpus.Date(run.Scale.Views * 9L / 10).ToString("d-MMM-yyyy", CultureInfo.InvariantCulture);
        (string Name, string Keys)[] searches =
        [
            ("subject rare", "SUBJECT " + Markers.RareSubject),
            ("subject common", "SUBJECT " + Markers.CommonSubject),
            ("subject inside", "SUBJECT " + Markers.InsideSubject),
            ("from rare", "FROM " + Markers.RareFrom),
            ("since", "SINCE " + since),
            ("unseen", "UNSEEN"),
            ("text rare", "TEXT " + Markers.RareBody),
            ("body rare", "BODY " + Markers.RareBody),
            ("body inside", "BODY " + Markers.InsideBody),
            ("body common", "BODY " + Markers.CommonBody),
        ];
        using ImapConnection connection = run.Open();
        connection.Select(LoadRun.Views, readOnly: true);
        foreach ((string name, string keys) in searches)
        {
            int hits = 0;
            Meter first = run.Measure(Search);
            // What takes seconds is the same the second time; the rest is measured warm, as the mean of some.
            int times = first.Wall > 2 ? 0 : first.Wall > 0.2 ? 1 : 5;
            Meter meter = times == 0 ? first : run.Measure(() =>
            {
                for (int i = 0; i < times; i++)
                {
                    Search();
                }
            });
            run.Report("W6 " + name, meter, Math.Max(1, times), 0, null, hits);

            void Search() => connection.Ok("UID SEARCH CHARSET UTF-8 " + keys, line => hits = line.StartsWith("* SEARCH"u8) ? line.Count((byte)' ') - 1 : hits);
        }
        connection.Logout();
    }
}
