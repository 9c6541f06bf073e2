namespace Port143.Mail;

/// <summary>The names of special uses on the wire.</summary>
public static class SpecialUses
{
    private static readonly (SpecialUse Use, string Name)[] Table =
    [
        (SpecialUse.All, "\\All"),
        (SpecialUse.Archive, "\\Archive"),
        (SpecialUse.Drafts, "\\Drafts"),
        (SpecialUse.Flagged, "\\Flagged"),
        (SpecialUse.Junk, "\\Junk"),
        (SpecialUse.Sent, "\\Sent"),
        (SpecialUse.Trash, "\\Trash"),
        (SpecialUse.Important, "\\Important"),
    ];

    /// <summary>Finds a special use by its name, in any case.</summary>
    public static bool TryParse(string name, out SpecialUse use)
    {
        foreach ((SpecialUse candidate, string candidateName) in Table)
        {
            if (name.Equals(candidateName, StringComparison.OrdinalIgnoreCase))
            {
                use = candidate;
                return true;
            }
        }
        use = SpecialUse.None;
        return false;
    }

    /// <summary>The names of every use that is set.</summary>
    public static IEnumerable<string> NamesOf(SpecialUse uses)
    {
        foreach ((SpecialUse use, string name) in Table)
        {
            if ((uses & use) != 0)
            {
                yield return name;
            }
        }
    }
}
