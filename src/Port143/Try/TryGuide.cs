namespace Port143.Try;

/// <summary>What the trial tells about itself.</summary>
internal static class TryGuide
{
    /// <summary>The text: how to sign in, and lines to copy.</summary>
    public static string Write(string address, string password, int imap, int imaps, int lmtp, string data, bool isTemporary) => $"""

        Port143 runs. This is a trial: everything in it is made up{(isTemporary ? ", and it is gone when you stop" : "")}.

          address    {address}
          password   {password}
          IMAP       127.0.0.1 port {imap} (STARTTLS, or in the clear from this machine)
          IMAPS      127.0.0.1 port {imaps} (TLS with a certificate of its own: accept it once)
          LMTP       127.0.0.1 port {lmtp} (incoming mail)
          data       {data}

        A phone or a desktop client on this machine
          account type IMAP, server 127.0.0.1, port {imaps}, SSL/TLS, user name {address}, password as above;
          outgoing server: none is here, enter anything and skip the check

        Lines to copy
          curl     curl -k 'imaps://127.0.0.1:{imaps}/INBOX;UID=1' -u '{address}:{password}'
          openssl  openssl s_client -connect 127.0.0.1:{imaps} -quiet
                   a LOGIN "{address}" "{password}"
                   b SELECT INBOX
          mutt     mutt -f 'imaps://127.0.0.1:{imaps}/INBOX' -e 'set imap_user="{address}" imap_pass="{password}"'
          mbsync   write this to try.mbsyncrc, then: mkdir -p ~/try-mail && mbsync -c try.mbsyncrc try
                     IMAPStore far
                     Host 127.0.0.1
                     Port {imap}
                     User {address}
                     Pass {password}
                     SSLType None
                     AuthMechs LOGIN

                     MaildirStore near
                     SubFolders Verbatim
                     Path ~/try-mail/
                     Inbox ~/try-mail/INBOX

                     Channel try
                     Far :far:
                     Near :near:
                     Patterns *
                     Create Near
          mail in  printf 'LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<{address}>\r\nDATA\r\nSubject: hello\r\n\r\nhi\r\n.\r\nQUIT\r\n' | nc 127.0.0.1 {lmtp}

        Ctrl+C stops it.

        """;
}
