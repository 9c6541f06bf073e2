namespace Port143.Mail;

/// <summary>What SETACL does with the rights it names (RFC 4314 section 3.1).</summary>
public enum AclMode
{
    /// <summary>Give exactly these.</summary>
    Replace,

    /// <summary>Give these too.</summary>
    Add,

    /// <summary>Take these away.</summary>
    Remove,
}
