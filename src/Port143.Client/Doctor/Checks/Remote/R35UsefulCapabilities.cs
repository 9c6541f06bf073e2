using Port143.Client.Doctor.Probes;

namespace Port143.Client.Doctor.Checks.Remote;

/// <summary>R35: the server has what mail clients use to be quick.</summary>
internal sealed class R35UsefulCapabilities() : DoctorCheck("R35", "useful capabilities", CheckGroup.Imap, "R12")
{
    private static readonly (string Name, string Without)[] Useful =
    [
        ("IDLE", "new mail arrives only when the client asks"),
        ("UIDPLUS", "some clients double drafts and moved messages"),
        ("MOVE", "moving is copying and deleting, and can be cut in between"),
        ("SPECIAL-USE", "clients guess which mailbox is Sent or Trash"),
        ("CONDSTORE", "clients compare all flags at every look"),
        ("LITERAL-", "uploads wait for the server's word each time"),
    ];

    public override TimeSpan? OwnLimit => SignInReport.Patience;

    public override async Task<Finding> RunAsync(Examination examination, CancellationToken cancel)
    {
        IReadOnlyList<string> capabilities = [];
        if (examination.Options.SignIn is not null)
        {
            capabilities = (await examination.SignInAsync(SignInStage.Looked, cancel).ConfigureAwait(false)).Capabilities;
        }
        bool signedIn = capabilities.Count > 0;
        if (!signedIn)
        {
            IReadOnlyList<ImapReport> talks = await examination.AllTalksAsync(cancel).ConfigureAwait(false);
            capabilities = talks.FirstOrDefault(t => t.FinalCapabilities.Count > 0)?.FinalCapabilities ?? [];
        }
        if (capabilities.Count == 0)
        {
            return Finding.Skipped("no capabilities were told");
        }
        // IMAP4rev2 has most of them in it; LITERAL+ is more than LITERAL-.
        bool rev2 = ImapReport.Has(capabilities, "IMAP4rev2");
        (string Name, string Without)[] missing = [.. Useful.Where(u => !ImapReport.Has(capabilities, u.Name)
            && !(rev2 && u.Name != "CONDSTORE") && !(u.Name == "LITERAL-" && ImapReport.Has(capabilities, "LITERAL+")))];
        return missing.Length == 0 ? Finding.Ok("all of them")
            : !signedIn ? Finding.Skipped("servers tell most of them after the sign-in only; say --user")
            : Finding.Info($"No {missing[0].Name}: {missing[0].Without}.").Do("Enable it in the server, or update it.").With(missing.Skip(1).Select(m => $"No {m.Name}: {m.Without}."))
                .Saw("capabilities", string.Join(' ', capabilities));
    }
}
