using System.Collections.Frozen;
using Port143.Server.Authentication;

namespace Port143.Server.Texts;

/// <summary>French.</summary>
internal static class French
{
    public static readonly Language Language = new("fr", "{0} terminé", new Dictionary<string, string>
    {
        ["Signed in"] = "Connexion établie",
        ["Begin TLS now"] = "TLS peut commencer",
        ["Sign in first"] = "Identifiez-vous d'abord",
        ["Select a mailbox first"] = "Sélectionnez d'abord une boîte aux lettres",
        ["Not after signing in"] = "Impossible après la connexion",
        ["There is no such mailbox"] = "Cette boîte aux lettres n'existe pas",
        ["A mailbox of that name exists already"] = "Une boîte aux lettres de ce nom existe déjà",
        ["INBOX cannot be deleted"] = "INBOX ne peut pas être supprimée",
        ["The mailbox is selected read-only"] = "La boîte aux lettres est ouverte en lecture seule",
        ["The mailbox was deleted by another session"] = "La boîte aux lettres a été supprimée par une autre session",
        ["The target mailbox does not exist or cannot be made"] = "La boîte de destination n'existe pas ou ne peut pas être créée",
        ["The disk of the server is full"] = "Le disque du serveur est plein",
        ["The name or the password is wrong"] = "Le nom ou le mot de passe est incorrect",
        ["This account is disabled; ask the administrator"] = "Ce compte est désactivé ; contactez l'administrateur",
        ["Too many connections to this account; close some"] = "Trop de connexions à ce compte ; fermez-en quelques-unes",
        ["Too many sign-ins at this moment; try again"] = "Trop de connexions en ce moment ; réessayez",
        ["Use STARTTLS or port 993 first: a password is not accepted without TLS"] = "Utilisez d'abord STARTTLS ou le port 993 : sans TLS, aucun mot de passe n'est accepté",
        [SecondFactorRefusal.MissingText] = "Ce compte exige un mot de passe d'appareil : demandez-en un à l'administrateur pour ce programme, ou tapez les six chiffres de votre authentificateur juste après votre mot de passe",
        [SecondFactorRefusal.UsedText] = "Le code après votre mot de passe a déjà servi, chacun ne sert qu'une fois : attendez le suivant, ou employez un mot de passe d'appareil dans un programme qui se connecte seul",
        [SecondFactorRefusal.WrongText] = "Le code après votre mot de passe n'est pas correct : attendez le suivant, et vérifiez l'heure de votre authentificateur",
        [SecondFactorRefusal.TooManyText] = "Trop de codes incorrects : réessayez dans dix minutes, ou employez un mot de passe d'appareil",
        ["There was nothing to move"] = "Il n'y avait rien à déplacer",
        ["There was nothing to copy"] = "Il n'y avait rien à copier",
        ["Some messages were changed meanwhile"] = "Certains messages ont été modifiés entre-temps",
        ["Some of the messages no longer exist: another session expunged them"] = "Certains messages ont été effacés par une autre session",
        ["There is no message with that sequence number"] = "Aucun message ne porte ce numéro",
        ["There is no such command"] = "Cette commande n'existe pas",
        ["That language is not spoken here"] = "Cette langue n'est pas parlée ici",
        ["No comparator of this server has such a name"] = "Aucun comparateur de ce serveur ne porte un tel nom",
        ["The mail storage cannot do this at the moment; nothing was changed. Try again later"] = "Le stockage ne peut pas le faire en ce moment ; rien n'a été modifié. Réessayez plus tard",
        ["An error of the server; the administrator finds it in the log"] = "Erreur du serveur ; l'administrateur la trouvera dans le journal",
    }.ToFrozenDictionary()) { OtherUsers = "Autres utilisateurs/" };
}
