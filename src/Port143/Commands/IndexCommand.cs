using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Port143.Cli;
using Port143.Storage;
using Port143.Storage.Sqlite;

namespace Port143.Commands;

/// <summary><c>port143 index</c>: brings the index that SEARCH asks up to date, or makes it anew.</summary>
internal static class IndexCommand
{
    /// <summary>How long to wait for the server, which may be indexing the same account.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var address = new Argument<string?>("ADDRESS") { Description = "Whose mail.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "The mail of every account." };
        var rebuild = new Option<bool>("--rebuild") { Description = "Make the index anew. Until then a search reads the mail, which takes longer." };
        var asJson = new Option<bool>("--json")
        {
            Description = "Print a JSON array of objects with address, contents, indexed, added, segments, bytes and seconds.",
        };
        Option<string> data = DataFolder.CreateOption();
        var command = new Command(
            "index",
            "Bring the search index up to date. The server does that by itself, behind delivery, and may run meanwhile; "
            + "searches find everything at any time. It can be interrupted and run again.")
        {
            address, all, rebuild, asJson, data,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(address) is not null)
            {
                result.AddError("name one ADDRESS, or --all");
            }
        });
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(address), parsed.GetValue(rebuild), parsed.GetValue(asJson), DataFolder.Existing(parsed, data), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? address, bool rebuild, bool asJson, string data, CancellationToken cancel)
    {
        await using SqliteDirectory directory = DataFolder.OpenDirectory(data);
        IReadOnlyList<Account> accounts = address is null
            ? await directory.ListAsync(cancel)
            : [await Accounts.FindAsync(directory, Accounts.Address(address), cancel)];
        await using SqliteMailStorage mail = SqliteMailStorage.Open(data, QuotaShowCommand.Options(data));
        var done = new List<(Account Account, long Added, SearchIndexState State, double Seconds)>();
        foreach (Account account in accounts)
        {
            await QuotaShowCommand.ReadAsync(mail, account, cancel); // says so when the mail is not there
            long start = Stopwatch.GetTimestamp();
            long added = await IndexAsync(mail, account, rebuild, cancel);
            done.Add((account, added, mail.ReadIndexState(account.Id), Stopwatch.GetElapsedTime(start).TotalSeconds));
            if (!asJson)
            {
                Print(done[^1].Account, added, done[^1].State, done[^1].Seconds);
            }
        }
        if (asJson)
        {
            PrintJson(done);
        }
        return ExitCode.Ok;
    }

    private static Task<long> IndexAsync(SqliteMailStorage mail, Account account, bool rebuild, CancellationToken cancel)
    {
        SearchIndexState before = mail.ReadIndexState(account.Id);
        long total = rebuild ? before.Contents : before.Contents - before.Indexed, added = 0;
        return ProgressBar.RunAsync("indexing", async report =>
        {
            while (!await mail.IndexAsync(
                account.Id, rebuild, count => report(added += count, total, $"{added:N0} messages of {account.Address}"), cancel))
            {
                report(added, total, $"{account.Address}: waiting for another process that indexes");
                await Task.Delay(Wait, cancel);
            }
            return added;
        });
    }

    private static void Print(Account account, long added, SearchIndexState state, double seconds) => Console.Out.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"indexed {added} messages of {account.Address} in {seconds:F1} s; {state.Indexed} of {state.Contents} are indexed, in {state.Segments} segments of {state.Bytes} bytes"));

    private static void PrintJson(List<(Account Account, long Added, SearchIndexState State, double Seconds)> done)
    {
        using Stream output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach ((Account account, long added, SearchIndexState state, double seconds) in done)
            {
                json.WriteStartObject();
                json.WriteString("address", account.Address.Value);
                json.WriteNumber("contents", state.Contents);
                json.WriteNumber("indexed", state.Indexed);
                json.WriteNumber("added", added);
                json.WriteNumber("segments", state.Segments);
                json.WriteNumber("bytes", state.Bytes);
                json.WriteNumber("seconds", Math.Round(seconds, 3));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.WriteByte((byte)'\n');
    }
}
