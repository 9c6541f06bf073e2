using System.Runtime.CompilerServices;
using System.Text;

namespace Port143.Storage.Tests;

/// <summary>
/// Old charsets are there before any test: the parser that some tests compare with remembers which ones it could not find.
/// </summary>
internal static class OldCharsets
{
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
