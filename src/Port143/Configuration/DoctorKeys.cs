namespace Port143.Configuration;

/// <summary>The keys about the doctor.</summary>
internal static class DoctorKeys
{
    /// <summary>What the table is about.</summary>
    public const string Description = "What port143 doctor --server looks at besides; the server itself reads none of it.";

    /// <summary>The keys.</summary>
    public static readonly IReadOnlyList<ConfigKey> All =
    [
        new ConfigKey<string?>(new TextType(1000, isUri: true), s => s.Doctor.Updates, (s, v) => s with { Doctor = s.Doctor with { Updates = v } })
        {
            Section = "doctor", Name = "updates",
            Description = "Where the signed index of versions is; its signature is at the same address with .sig behind it. Not set: nobody is asked.",
            Source = "a server asks nobody unless it is told to",
        },
        new ConfigKey<string?>(new TextType(500), s => s.Doctor.UpdatesKey, (s, v) => s with { Doctor = s.Doctor with { UpdatesKey = v } })
        {
            Section = "doctor", Name = "updates_key",
            Description = "The public key that must have signed the index: ECDSA P-256 in base64, as between the lines of a PEM file. Not set: nobody is asked.",
            Source = "an index that anybody could write is worth nothing",
        },
        new ConfigKey<string?>(new PathType(), s => s.Doctor.Backups, (s, v) => s with { Doctor = s.Doctor with { Backups = v } })
        {
            Section = "doctor", Name = "backups",
            Description = "The folder where backups of the data folder are put, a file or folder for each: their age and size are watched.",
            Source = "only you know where they are",
        },
    ];
}
