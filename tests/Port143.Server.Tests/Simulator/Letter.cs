namespace Port143.Server.Tests.Simulator;

/// <summary>A message made of few words, so that searches find some and not others.</summary>
internal sealed record Letter(string Subject, string From, string To, string Body, string Bytes, int Day)
{
    public static readonly string[] Words = ["apple", "banana", "cherry", "meeting", "invoice", "greetings", "holiday", "x"];

    public static readonly string[] People = ["anna@example.org", "bert@example.org", "carla@example.net"];

    public static Letter Make(Random random)
    {
        string Pick(string[] of) => of[random.Next(of.Length)];
        string subject = $"{Pick(Words)} {Pick(Words)}", from = Pick(People), to = Pick(People);
        var lines = new List<string>();
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            lines.Add($"{Pick(Words)} and {Pick(Words)} {random.Next(100)}");
        }
        string body = string.Join("\r\n", lines) + "\r\n";
        int day = random.Next(1, 28);
        string header = $"From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {day} Mar 2024 10:00:00 +0000\r\n"
            + $"Message-ID: <{random.Next()}@example.org>\r\n";
        return new Letter(subject, from, to, body, header + "\r\n" + body, day);
    }

    public string Header => Bytes[..(Bytes.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];

}
