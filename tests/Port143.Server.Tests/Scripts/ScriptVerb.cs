namespace Port143.Server.Tests.Scripts;

/// <summary>What a step of a script does; the words are explained in scripts/README.md.</summary>
internal enum ScriptVerb
{
    /// <summary><c>C:</c> sends a line.</summary>
    Send,

    /// <summary><c>R:</c> sends bytes as they are.</summary>
    SendRaw,

    /// <summary><c>S:</c> expects responses.</summary>
    Expect,

    /// <summary><c>SIGNIN</c></summary>
    SignIn,

    /// <summary><c>SCRAM</c> signs in with the device password by the mechanism that is named.</summary>
    Scram,

    /// <summary><c>TLS</c></summary>
    Tls,

    /// <summary><c>GIVEN</c> runs a command beforehand, on a connection of its own.</summary>
    Given,

    /// <summary><c>HANG UP</c></summary>
    HangUp,

    /// <summary><c>EXPECT CLOSE</c></summary>
    ExpectClose,

    /// <summary><c>EXPECT SILENCE</c></summary>
    ExpectSilence,

    /// <summary><c>WAIT</c></summary>
    Wait,
}
