/** Texts of the inbox. */
export const de = {
  title: 'Dialog',
  views: 'Ansichten',
  channels: 'Kanäle',
  view: {
    all: 'Alle offenen',
    mine: 'Für mich',
    unit: 'Mein Amt',
    none: 'Ohne Amt',
    due: 'Läuft ab',
    held: 'Zur Freigabe',
    waiting: 'Wartet',
    done: 'Erledigt',
    channel: 'Kanal',
    any: 'Alle'
  },
  conversations: 'Gespräche',
  count: (count: number) => (count === 1 ? '1 Gespräch' : `${count.toLocaleString('de')} Gespräche`),
  isNew: 'neu',
  heldBadge: (count: number) => (count === 1 ? 'zur Freigabe' : `${count.toLocaleString('de')} zur Freigabe`),
  noUnit: 'ohne Amt',
  ownLast: 'Antwort:',
  waitsSince: (time: string) => `wartet seit ${time}`,
  older: 'Ältere Gespräche',
  newest: 'Zu den neuesten',
  backToList: 'Zurück zur Liste',
  anonymous: 'Gelöscht',
  empty: {
    all: {
      title: 'Nichts offen',
      text: 'Hier erscheint, was Menschen schreiben: Kommentare von der Website, Antworten aus dem Fediverse, Anrufe. Ein Beitrag mit einer Frage am Ende ist ein guter Anfang.'
    },
    mine: {
      title: 'Nichts für Sie',
      text: 'Hier steht, was jemand Ihnen zugewiesen hat. Sehen Sie unter „Alle offenen“ nach, wo eine Antwort fehlt.'
    },
    unit: {
      title: 'Ihr Amt hat alles beantwortet',
      text: 'Hier stehen Gespräche, die einem Amt zugeordnet sind und auf eine Antwort warten.'
    },
    none: {
      title: 'Alles hat ein Amt',
      text: 'Hier stehen Gespräche, von denen noch niemand gesagt hat, wohin sie gehören.'
    },
    due: {
      title: 'Keine Frist läuft',
      text: 'Hier steht, was eine Frist hat, das Dringendste zuerst. Fristen stehen unter „Einstellungen“, „Dienstzeiten und Fristen“.'
    },
    held: {
      title: 'Nichts wartet auf Freigabe',
      text: 'Kommentare ohne Konto erscheinen auf der Website erst, wenn jemand sie hier freigegeben hat.'
    },
    waiting: { title: 'Nichts wartet', text: 'Hier liegt, was beantwortet ist und auf eine Rückmeldung wartet.' },
    done: {
      title: 'Noch nichts erledigt',
      text: 'Hier stehen abgeschlossene Gespräche. Wer noch einmal schreibt, öffnet sie wieder.'
    },
    channel: {
      title: 'Auf diesem Kanal ist nichts offen',
      text: 'Hier steht, was über diesen Kanal kam und noch offen ist.'
    },
    any: { title: 'Nichts gefunden', text: 'Zu diesen Filtern gibt es kein Gespräch.' }
  },
  toPosts: 'Beitrag schreiben',
  toAll: 'Alle offenen ansehen',
  noRights: {
    title: 'Ihre Rollen zeigen keine Gespräche',
    text: 'Gespräche sehen Redaktion, Fachämter und Leitung. Wer Rollen vergibt, steht unter „Einstellungen“.'
  },
  choose: { title: 'Ein Gespräch auswählen', text: 'Mit den Tasten j und k geht es weiter und zurück, r antwortet.' },
  about: 'zu',
  goalsSaved: 'Die Ziele sind gespeichert.',
  unit: 'Amt',
  person: 'Zuständig',
  nobody: 'niemand',
  none: 'keines',
  assign: 'Zuweisen',
  assigned: 'Zuständig:',
  assignDone: 'Zugewiesen.',
  state: {
    new: 'neu',
    open: 'offen',
    waiting: 'wartet auf Rückmeldung',
    waiting_inside: 'wartet intern',
    done: 'erledigt',
    reopened: 'wieder offen'
  },
  close: 'Abschließen',
  closed: 'Gespräch abgeschlossen.',
  reopen: 'Wieder öffnen',
  reopened: 'Gespräch wieder geöffnet.',
  waitCitizen: 'Auf Rückmeldung warten',
  waitInside: 'Intern klären',
  waits: 'Gespräch liegt unter „Wartet“.',
  moreActions: 'Weitere Schritte',
  timeline: 'Verlauf des Gesprächs',
  around: 'Angaben und Werkzeuge',
  olderMissing: 'Ältere Nachrichten dieses Gesprächs werden hier nicht gezeigt.',
  administration: 'Antwort der Verwaltung',
  note: 'Interne Notiz',
  edited: 'bearbeitet',
  sending: 'wird gesendet',
  settled: 'Vermerkt.',
  waitsUntil: 'Noch nicht angekommen, nächster Versuch:',
  failed: (problem: string) => `Nicht angekommen: ${problem}`,
  attachment: 'Anhang',
  warningOf: 'Inhaltswarnung:',
  atOrigin: 'Am Ursprung ansehen',
  deleted: (by: string): string =>
    by === 'author'
      ? 'Von der Person, die es geschrieben hat, gelöscht'
      : by === 'retention'
        ? 'Gelöscht, weil die Aufbewahrungsfrist vorbei ist'
        : by === 'office'
          ? 'Auf Wunsch der Person gelöscht'
          : 'Gelöscht',
  heldNotice: 'Wartet auf Freigabe. Auf der Website steht das noch nicht.',
  hiddenNotice: (reason: string) => `Nicht mehr auf der Website. Grund: ${reason}`,
  rejectedNotice: (reason: string) => `Nicht freigegeben. Grund: ${reason}`,
  approve: 'Freigeben',
  approveAgain: 'Doch freigeben',
  approved: 'Freigegeben, steht jetzt auf der Website.',
  reject: 'Nicht freigeben …',
  rejectDo: 'Nicht freigeben, Grund mitteilen',
  rejected: 'Nicht freigegeben. Der Grund steht auf der privaten Seite zum Kommentar.',
  hide: 'Verbergen …',
  hideDo: 'Von der Website nehmen, Grund mitteilen',
  hidden: 'Von der Website genommen.',
  reason: 'Grund, den die Person liest',
  reasons: [
    'Der Kommentar beleidigt oder bedroht jemanden.',
    'Der Kommentar nennt persönliche Daten anderer.',
    'Der Kommentar ist Werbung.',
    'Der Kommentar hat mit dem Beitrag nichts zu tun.'
  ],
  answer: 'Antwort',
  answerLabel: 'Antwort schreiben',
  sees: {
    public: 'sichtbar für alle',
    unlisted: 'sichtbar für alle, aber nicht in öffentlichen Listen',
    followers: 'sichtbar für die Follower',
    direct: 'nur für diese Person sichtbar',
    internal: 'wird festgehalten und nirgends gezeigt'
  },
  where: (channel: string) => `geht über „${channel}“`,
  send: {
    public: 'Öffentlich antworten',
    unlisted: 'Öffentlich antworten',
    followers: 'An Follower antworten',
    direct: 'Direkt antworten',
    internal: 'Antwort festhalten',
    approving: 'Freigeben und öffentlich antworten'
  },
  sendClose: 'Antworten und abschließen',
  sent: 'Antwort ist unterwegs.',
  sentInternal: 'Antwort festgehalten.',
  noAnswer: 'Hier steht nichts mehr, worauf geantwortet werden könnte.',
  mayNotAnswer: 'Antworten kann, wer für dieses Amt zuständig ist.',
  writeNote: 'Interne Notiz schreiben',
  noteHint: 'Nur im Haus sichtbar. Mit @Name erfährt es eine Kollegin oder ein Kollege.',
  noteDo: 'Notiz ablegen',
  noted: 'Notiz abgelegt.',
  staleTitle: (by: string) => `${by} hat inzwischen geantwortet`,
  staleHint: 'Ihr Text ist noch da. Senden Sie ihn, wenn er noch etwas hinzufügt.',
  looking: (names: string) => `${names} sieht sich das auch an`,
  lookingMany: (names: string) => `${names} sehen sich das auch an`,
  typing: (name: string) => `${name} schreibt …`,
  and: 'und',
  newMessages: 'Neue Nachrichten anzeigen',
  offline: 'Verbindung unterbrochen. Neues erscheint, sobald sie wieder steht. Ihr Text bleibt erhalten.',
  draftKept: 'Entwurf auf diesem Gerät gespeichert',
  problem: 'Das hat nicht geklappt',
  lost: 'Die Verbindung ist weg. Ihr Text ist noch da: Bitte versuchen Sie es gleich noch einmal.',
  keys: {
    next: 'Nächstes Gespräch',
    previous: 'Voriges Gespräch',
    answer: 'Antworten',
    assign: 'Zuweisen',
    close: 'Abschließen',
    approve: 'Freigeben',
    send: '⌘↵ oder Strg+↵ sendet die Antwort'
  }
}

export const en: typeof de = {
  title: 'Dialogue',
  views: 'Views',
  channels: 'Channels',
  view: {
    all: 'All open',
    mine: 'For me',
    unit: 'My department',
    none: 'No department',
    due: 'Running out',
    held: 'To approve',
    waiting: 'Waiting',
    done: 'Done',
    channel: 'Channel',
    any: 'All'
  },
  conversations: 'Conversations',
  count: (count) => (count === 1 ? '1 conversation' : `${count.toLocaleString('en-GB')} conversations`),
  isNew: 'new',
  heldBadge: (count) => (count === 1 ? 'to approve' : `${count.toLocaleString('en-GB')} to approve`),
  noUnit: 'no department',
  ownLast: 'Answer:',
  waitsSince: (time) => `waiting for ${time}`,
  older: 'Older conversations',
  newest: 'To the newest',
  backToList: 'Back to the list',
  anonymous: 'Deleted',
  empty: {
    all: {
      title: 'Nothing is open',
      text: 'This is where what people write appears: comments from the site, replies from the Fediverse, calls. A post that ends with a question is a good start.'
    },
    mine: {
      title: 'Nothing for you',
      text: 'What somebody assigned to you stands here. “All open” shows where an answer is missing.'
    },
    unit: {
      title: 'Your department has answered everything',
      text: 'Conversations that belong to a department and wait for an answer stand here.'
    },
    none: {
      title: 'Everything has a department',
      text: 'Conversations of which nobody has said yet where they belong stand here.'
    },
    due: {
      title: 'No time is running',
      text: 'What is due stands here, the most urgent first. Times are settled in “Settings”, “Hours and times”.'
    },
    held: {
      title: 'Nothing waits for approval',
      text: 'Comments without an account appear on the site only after somebody has approved them here.'
    },
    waiting: { title: 'Nothing is waiting', text: 'What was answered and waits for a reply lies here.' },
    done: { title: 'Nothing is done yet', text: 'Closed conversations stand here. Whoever writes again opens theirs.' },
    channel: {
      title: 'Nothing is open on this channel',
      text: 'What came by this channel and is still open stands here.'
    },
    any: { title: 'Nothing found', text: 'No conversation fits these filters.' }
  },
  toPosts: 'Write a post',
  toAll: 'See all open',
  noRights: {
    title: 'Your roles show no conversations',
    text: 'Editors, experts and leaders see conversations. “Settings” shows who gives roles.'
  },
  choose: { title: 'Choose a conversation', text: 'The keys j and k go on and back, r answers.' },
  about: 'about',
  goalsSaved: 'The goals are saved.',
  unit: 'Department',
  person: 'Responsible',
  nobody: 'nobody',
  none: 'none',
  assign: 'Assign',
  assigned: 'Responsible:',
  assignDone: 'Assigned.',
  state: {
    new: 'new',
    open: 'open',
    waiting: 'waits for a reply',
    waiting_inside: 'waits inside',
    done: 'done',
    reopened: 'open again'
  },
  close: 'Close',
  closed: 'Conversation closed.',
  reopen: 'Open again',
  reopened: 'Conversation opened again.',
  waitCitizen: 'Wait for a reply',
  waitInside: 'Clarify inside',
  waits: 'The conversation lies in “Waiting”.',
  moreActions: 'More steps',
  timeline: 'Course of the conversation',
  around: 'Details and tools',
  olderMissing: 'Older messages of this conversation are not shown here.',
  administration: 'Answer of the administration',
  note: 'Internal note',
  edited: 'edited',
  sending: 'being sent',
  settled: 'Noted.',
  waitsUntil: 'Not arrived yet, next attempt:',
  failed: (problem) => `Did not arrive: ${problem}`,
  attachment: 'Attachment',
  warningOf: 'Content warning:',
  atOrigin: 'See at its origin',
  deleted: (by) =>
    by === 'author'
      ? 'Deleted by the person who wrote it'
      : by === 'retention'
        ? 'Deleted because its time was over'
        : by === 'office'
          ? 'Deleted at the person’s request'
          : 'Deleted',
  heldNotice: 'Waits for approval. It is not on the site yet.',
  hiddenNotice: (reason) => `No longer on the site. Reason: ${reason}`,
  rejectedNotice: (reason) => `Not approved. Reason: ${reason}`,
  approve: 'Approve',
  approveAgain: 'Approve after all',
  approved: 'Approved, now on the site.',
  reject: 'Do not approve …',
  rejectDo: 'Do not approve, tell the reason',
  rejected: 'Not approved. The reason stands on the comment’s private page.',
  hide: 'Hide …',
  hideDo: 'Take off the site, tell the reason',
  hidden: 'Taken off the site.',
  reason: 'Reason the person will read',
  reasons: [
    'The comment insults or threatens somebody.',
    'The comment names personal data of others.',
    'The comment is advertising.',
    'The comment has nothing to do with the post.'
  ],
  answer: 'Answer',
  answerLabel: 'Write an answer',
  sees: {
    public: 'visible to everyone',
    unlisted: 'visible to everyone, but not in public lists',
    followers: 'visible to the followers',
    direct: 'visible to this person only',
    internal: 'is kept and shown nowhere'
  },
  where: (channel) => `by “${channel}”`,
  send: {
    public: 'Answer publicly',
    unlisted: 'Answer publicly',
    followers: 'Answer to followers',
    direct: 'Answer directly',
    internal: 'Keep the answer',
    approving: 'Approve and answer publicly'
  },
  sendClose: 'Answer and close',
  sent: 'The answer is on its way.',
  sentInternal: 'Answer kept.',
  noAnswer: 'Nothing is left here that could be answered.',
  mayNotAnswer: 'Those responsible for this department can answer.',
  writeNote: 'Write an internal note',
  noteHint: 'Seen inside only. @Name tells a colleague.',
  noteDo: 'Keep the note',
  noted: 'Note kept.',
  staleTitle: (by) => `${by} has answered meanwhile`,
  staleHint: 'Your text is still here. Send it if it still adds something.',
  looking: (names) => `${names} is looking at this too`,
  lookingMany: (names) => `${names} are looking at this too`,
  typing: (name) => `${name} is writing …`,
  and: 'and',
  newMessages: 'Show new messages',
  offline: 'The connection is interrupted. New things appear as soon as it is back. Your text is kept.',
  draftKept: 'Draft kept on this device',
  problem: 'That did not work',
  lost: 'The connection is gone. Your text is still here: please try again in a moment.',
  keys: {
    next: 'Next conversation',
    previous: 'Previous conversation',
    answer: 'Answer',
    assign: 'Assign',
    close: 'Close',
    approve: 'Approve',
    send: '⌘↵ or Ctrl+↵ sends the answer'
  }
}
