using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Port143.Server.Tls;

/// <summary>The email names of a certificate.</summary>
internal static class EmailNames
{
    // GeneralName ::= CHOICE { otherName [0], rfc822Name [1] IA5String, dNSName [2], ... } (RFC 5280 section 4.2.1.6)
    private static readonly Asn1Tag Rfc822Name = new(TagClass.ContextSpecific, 1);

    /// <summary>The rfc822Names of the extension; none when it is broken.</summary>
    public static IEnumerable<string> Of(X509SubjectAlternativeNameExtension extension)
    {
        var names = new List<string>();
        try
        {
            AsnReader sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (sequence.HasData)
            {
                if (sequence.PeekTag() == Rfc822Name)
                {
                    names.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, Rfc822Name));
                }
                else
                {
                    sequence.ReadEncodedValue();
                }
            }
            return names;
        }
        catch (AsnContentException)
        {
            return [];
        }
    }
}
