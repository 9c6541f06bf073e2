namespace Port143.SignIns;

/// <summary>What the words of the log mean that say why a sign-in was refused, and what to do.</summary>
internal static class RefusalCause
{
    /// <summary>What a cause means for an account, and the remedy.</summary>
    public static (string Meaning, string Remedy) Explain(string cause, string address) => cause switch
    {
        "wrong-password" => ("another password was sent, by its owner's program or by somebody who guesses", $"compare what the program has saved; port143 account passwd {address} gives a new one"),
        "wrong-proof" => ("another device password was sent, or the main password by SCRAM, which takes device passwords only", $"port143 device add {address} NAME makes a device password"),
        "second-factor-missing" => ("the right password was sent without a code", $"port143 device add {address} NAME makes a password for a mail program"),
        "code-used" => ("the right password was sent with a code that was used before; a program has saved both", $"port143 device add {address} NAME makes a password that can be saved"),
        "code-wrong" => ("the right password was sent with a wrong code", "look whether the clocks of the authenticator and of this machine are right"),
        "code-limit" => ("five wrong codes came within ten minutes", "wait ten minutes; device passwords work meanwhile"),
        "disabled" => ("the account was disabled", $"port143 account enable {address}"),
        "expired" => ("a device password was sent after its end", $"port143 device add {address} NAME makes a new one"),
        "wrong-network" => ("a device password was sent from a network that it is not for", "make one without --network, or for that network"),
        "blocked" => ("too many wrong passwords had come before, so none was looked at", "port143 block list shows what is blocked, port143 block remove ends it"),
        _ => (cause, $"port143 account history {address} has the rest"),
    };
}
