using System.Runtime.CompilerServices;
using System.Text;

namespace Port143.Tests.Clients;

/// <summary>
/// Lets MailKit read old charsets. It remembers which ones it could not find, so this comes before any test.
/// </summary>
internal static class Charsets
{
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
