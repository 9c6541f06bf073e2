using System.Collections.Frozen;
using Port143.Server.Authentication;

namespace Port143.Server.Texts;

/// <summary>German.</summary>
internal static class German
{
    public static readonly Language Language = new("de", "{0} ausgeführt", new Dictionary<string, string>
    {
        ["Signed in"] = "Angemeldet",
        ["Begin TLS now"] = "TLS kann beginnen",
        ["Sign in first"] = "Bitte erst anmelden",
        ["Select a mailbox first"] = "Bitte erst ein Postfach auswählen",
        ["Not after signing in"] = "Nach der Anmeldung ist das nicht möglich",
        ["There is no such mailbox"] = "Dieses Postfach gibt es nicht",
        ["A mailbox of that name exists already"] = "Ein Postfach mit diesem Namen gibt es schon",
        ["INBOX cannot be deleted"] = "INBOX kann nicht gelöscht werden",
        ["The mailbox is selected read-only"] = "Das Postfach ist nur zum Lesen geöffnet",
        ["The mailbox was deleted by another session"] = "Das Postfach wurde von einer anderen Sitzung gelöscht",
        ["The target mailbox does not exist or cannot be made"] = "Das Zielpostfach gibt es nicht, oder es kann nicht angelegt werden",
        ["The disk of the server is full"] = "Die Festplatte des Servers ist voll",
        ["The name or the password is wrong"] = "Der Name oder das Passwort ist falsch",
        ["This account is disabled; ask the administrator"] = "Dieses Konto ist gesperrt; bitte den Administrator fragen",
        ["Too many connections to this account; close some"] = "Zu viele Verbindungen zu diesem Konto; bitte einige schließen",
        ["Too many sign-ins at this moment; try again"] = "Gerade melden sich zu viele an; bitte noch einmal versuchen",
        ["Use STARTTLS or port 993 first: a password is not accepted without TLS"] = "Bitte erst STARTTLS oder Port 993 benutzen: Ohne TLS wird kein Passwort angenommen",
        [SecondFactorRefusal.MissingText] = "Dieses Konto braucht ein Gerätepasswort: Bitte den Administrator um eines für dieses Programm fragen, oder die sechs Ziffern des Authenticators direkt hinter das Passwort schreiben",
        [SecondFactorRefusal.UsedText] = "Der Code hinter dem Passwort ist schon benutzt, jeder gilt einmal: Bitte auf den nächsten warten, oder in einem Programm, das sich selbst anmeldet, ein Gerätepasswort benutzen",
        [SecondFactorRefusal.WrongText] = "Der Code hinter dem Passwort ist nicht richtig: Bitte auf den nächsten warten, und nachsehen, ob die Uhr des Authenticators richtig geht",
        [SecondFactorRefusal.TooManyText] = "Zu viele falsche Codes: Bitte in zehn Minuten noch einmal versuchen, oder ein Gerätepasswort benutzen",
        ["There was nothing to move"] = "Es gab nichts zu verschieben",
        ["There was nothing to copy"] = "Es gab nichts zu kopieren",
        ["Some messages were changed meanwhile"] = "Einige Nachrichten wurden inzwischen geändert",
        ["Some of the messages no longer exist: another session expunged them"] = "Einige der Nachrichten wurden von einer anderen Sitzung gelöscht",
        ["There is no message with that sequence number"] = "Eine Nachricht mit dieser Nummer gibt es nicht",
        ["There is no such command"] = "Diesen Befehl gibt es nicht",
        ["That language is not spoken here"] = "Diese Sprache wird hier nicht gesprochen",
        ["No comparator of this server has such a name"] = "Dieser Server hat kein Vergleichsverfahren mit einem solchen Namen",
        ["The mail storage cannot do this at the moment; nothing was changed. Try again later"] = "Der Speicher kann das im Augenblick nicht tun; nichts wurde geändert. Bitte später noch einmal versuchen",
        ["An error of the server; the administrator finds it in the log"] = "Ein Fehler des Servers; der Administrator findet ihn im Protokoll",
    }.ToFrozenDictionary()) { OtherUsers = "Andere Benutzer/" };
}
