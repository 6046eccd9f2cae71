/** Texts about comments without an account: the form, the private page, why one waits, and what is settled about it. */
import type { HoldReason } from '#dialogue/comments/holds.ts'

type Data = Record<string, unknown>

export const de = {
  file: 'Bild',
  fileHint:
    'Höchstens 5 MB. Es erscheint erst, wenn es jemand im Rathaus gesehen hat; Aufnahmeort und Gerät werden entfernt.',
  fileHintDocuments:
    'Ein Bild oder ein PDF, höchstens 5 MB. Es erscheint erst, wenn es jemand im Rathaus gesehen hat; Aufnahmeort, Gerät und Namen werden entfernt.',
  alt: 'Was ist darauf zu sehen?',
  altHint: 'Für alle, die das Bild nicht sehen können.',
  document: (alt: string) => (alt ? `Anhang: ${alt}` : 'Anhang'),
  fileWaits: (isShown: boolean): string => (isShown ? 'steht beim Kommentar' : 'noch für niemanden zu sehen'),
  wait: 'Einen Moment, der Kommentar wird vorbereitet …',
  knownSummary: 'Sie haben hier schon einmal geschrieben?',
  known: 'Ihr privater Link',
  knownHint: 'Der Link zu einem früheren Kommentar. Damit erscheinen neue Kommentare schneller.',
  continueTitle: 'Weiterschreiben',
  continueText: 'Von dieser Seite aus sind Sie bekannt.',
  knownState: (missing: number | null) =>
    missing === null
      ? 'Hier liest jemand jeden Kommentar, bevor er erscheint.'
      : missing === 0
        ? 'Ihre Kommentare erscheinen sofort, wenn Sie von dieser Seite aus schreiben.'
        : missing === 1
          ? 'Nach einem weiteren guten Kommentar erscheinen Ihre Kommentare sofort, wenn Sie von dieser Seite aus schreiben.'
          : `Nach ${missing} weiteren guten Kommentaren erscheinen Ihre Kommentare sofort, wenn Sie von dieser Seite aus schreiben.`,
  nowShown: 'Er steht jetzt unter dem Beitrag.',
  soonShown: 'Er erscheint nach kurzer Zeit von selbst.',
  appearsAt: 'Der Kommentar erscheint von selbst:',
  correctedAt: 'Geändert:',
  mailConfirmed: 'Ihre E-Mail-Adresse ist bestätigt. Über Antworten bekommen Sie eine Nachricht.',
  mailAsked:
    'Wir haben Ihnen eine E-Mail geschickt. Erst wenn Sie den Link darin öffnen und bestätigen, bekommen Sie Nachricht über Antworten. Nach drei Tagen wird die Adresse sonst gelöscht.',
  whyHeld: (reasons: HoldReason[]) =>
    `Warum er wartet: ${reasons.map((one) => de.forAuthor[one.kind]).join(' ')} Gelöscht wird dadurch nichts.`,
  forAuthor: {
    all: 'Hier wird jeder Kommentar gelesen, bevor er erscheint.',
    post: 'Unter diesem Beitrag wird jeder Kommentar gelesen, bevor er erscheint.',
    newcomer: 'Die ersten Kommentare einer Person werden gelesen.',
    blocked: 'Ihre Kommentare werden zurzeit gelesen, bevor sie erscheinen.',
    links: 'Er enthält mehrere Links.',
    length: 'Er ist lang.',
    words: 'Er enthält ein Wort, bei dem jemand hinsieht.',
    file: 'Er bringt eine Datei mit.',
    fast: 'Er kam sehr schnell.',
    unproven: 'Ihr Browser hat keine Rechenaufgabe gelöst (zum Beispiel ohne JavaScript).',
    same: 'Derselbe Text kam heute schon einmal.',
    corrected: 'Er wurde geändert, nachdem er gelesen war.',
    answered: 'Er wurde geändert, nachdem er beantwortet war.'
  } satisfies Record<HoldReason['kind'], string>,
  holds: {
    title: 'Warum der Kommentar wartet',
    all: () => 'Hier wird jeder Kommentar gelesen.',
    post: () => 'Unter diesem Beitrag wird jeder Kommentar gelesen.',
    newcomer: ({ count = 0 }: HoldReason) =>
      count === 0
        ? 'Noch kein guter Kommentar dieser Person bekannt.'
        : `Erst ${count === 1 ? 'ein guter Kommentar' : `${count} gute Kommentare`} dieser Person.`,
    blocked: () => 'Die Person ist zurzeit gesperrt.',
    links: ({ count = 0 }: HoldReason) => `${count} Links im Text.`,
    length: ({ count = 0 }: HoldReason) => `Lang: ${count.toLocaleString('de')} Zeichen.`,
    words: ({ words = [] }: HoldReason) => `Steht auf der Wortliste: ${words.map((word) => `„${word}“`).join(', ')}.`,
    file: () => 'Bringt eine Datei mit.',
    fast: () => 'Kam schneller, als jemand liest und schreibt.',
    unproven: () => 'Kein Rechennachweis (Browser ohne JavaScript, oder ein Programm).',
    same: ({ count = 0 }: HoldReason) => `Derselbe Text kam heute ${count}-mal.`,
    corrected: () => 'Nach der Freigabe geändert.',
    answered: () => 'Geändert, nachdem die Antwort gegeben war. Passt die Antwort noch?'
  } satisfies { title: string } & Record<HoldReason['kind'], (reason: HoldReason) => string>,
  appearsToo: 'Erscheint von selbst:',
  before: 'Frühere Fassung',
  mail: {
    confirmTitle: 'E-Mail-Adresse bestätigen',
    confirmText:
      'Mit einem Klick bestätigen Sie, dass die Adresse Ihre ist. Dann bekommen Sie Nachricht, wenn Ihr Kommentar beantwortet wird.',
    confirmDo: 'Adresse bestätigen',
    confirmed: 'Danke, die Adresse ist bestätigt. In jeder Nachricht steht, wie Sie wieder aufhören.',
    endTitle: 'Keine Nachrichten mehr',
    endText: 'Die Adresse wird gelöscht, und es kommen keine Nachrichten mehr. Ihr Kommentar bleibt stehen.',
    endDo: 'Adresse löschen',
    ended: 'Die Adresse ist gelöscht. Es kommen keine Nachrichten mehr.'
  },
  settings: {
    title: 'Kommentare',
    intro:
      'Regeln halten Kommentare nur zurück, sie löschen nie. Der Grund steht beim Kommentar, und auch die Person liest ihn auf ihrer privaten Seite.',
    rules: 'Wann ein Kommentar wartet',
    reviewAll: 'Jeden Kommentar vor dem Erscheinen lesen',
    newcomerGood: 'So viele gute Kommentare, bis neue sofort erscheinen',
    newcomerGoodHint: 'Bekannt ist nur, wer von der privaten Seite aus schreibt oder die E-Mail-Adresse bestätigt hat.',
    holdLinks: 'Mehr Links als so viele warten',
    holdLength: 'Längere Texte als so viele Zeichen warten',
    holdWords: 'Wortliste',
    holdWordsHint: 'Ein Wort je Zeile. Mit * am Ende gilt jede Endung. Kommentare mit einem dieser Wörter warten.',
    protection: 'Schutz vor Massen',
    proofBits: 'Schwierigkeit der Rechenaufgabe',
    proofBitsHint:
      '14 kostet einen Browser unter einer Sekunde; jede Stufe verdoppelt. Bei sehr vielen Kommentaren steigt sie von selbst.',
    slowMinutes: 'Wartezeit ohne Rechennachweis, in Minuten',
    slowMinutesHint: 'Für bekannte Personen, deren Browser kein JavaScript ausführt.',
    files: 'Dateien',
    filesLabel: 'Was darf an einem Kommentar hängen?',
    fileKinds: { none: 'Nichts', pictures: 'Ein Bild', documents: 'Ein Bild oder ein PDF' },
    posts: 'Beiträge, bei denen jeder Kommentar gelesen wird',
    postsNone: 'Zurzeit keiner.',
    postsAdd: 'Beitrag',
    postsAddHint: 'Die Adresse des Beitrags, etwa /beitrag/freibad-oeffnet.',
    postsAddDo: 'Jeden Kommentar lesen',
    postsEnd: 'Wieder die üblichen Regeln'
  },
  refusals: {
    commentFileBig: (data: Data) => `Die Datei ist zu groß: höchstens ${String(data.megabytes)} MB.`,
    commentFileKind: 'Hier kann nur ein Bild angehängt werden.',
    commentFileSigned:
      'Ein elektronisch unterschriebenes PDF enthält Namen, die wir nicht entfernen können. Bitte ohne Unterschrift speichern.',
    mailLinkNotFound: 'Dieser Link gilt nicht mehr. Vielleicht ist die Adresse schon gelöscht.',
    mailLinkOver: 'Dieser Link ist abgelaufen. Die Adresse wird nicht verwendet und gelöscht.',
    holdWordsTooMany: 'Höchstens 500 Wörter mit je 80 Zeichen.',
    numberOutside: 'Diese Zahl liegt außerhalb dessen, was möglich ist.'
  }
}

export const en: typeof de = {
  file: 'Picture',
  fileHint: 'At most 5 MB. It appears once somebody in the town hall has seen it; place and device are removed.',
  fileHintDocuments:
    'A picture or a PDF, at most 5 MB. It appears once somebody in the town hall has seen it; place, device and names are removed.',
  alt: 'What does it show?',
  altHint: 'For everybody who cannot see the picture.',
  document: (alt) => (alt ? `Attachment: ${alt}` : 'Attachment'),
  fileWaits: (isShown) => (isShown ? 'stands at the comment' : 'nobody can see it yet'),
  wait: 'One moment, the comment is being prepared …',
  knownSummary: 'Have you written here before?',
  known: 'Your private link',
  knownHint: 'The link of an earlier comment. With it, new comments appear sooner.',
  continueTitle: 'Go on writing',
  continueText: 'From this page you are known.',
  knownState: (missing) =>
    missing === null
      ? 'Here somebody reads every comment before it appears.'
      : missing === 0
        ? 'Your comments appear at once when you write from this page.'
        : `After ${missing} more good ${missing === 1 ? 'comment' : 'comments'} yours appear at once when you write from this page.`,
  nowShown: 'It now stands below the post.',
  soonShown: 'It appears by itself after a short time.',
  appearsAt: 'The comment appears by itself:',
  correctedAt: 'Changed:',
  mailConfirmed: 'Your e-mail address is confirmed. You will hear of answers.',
  mailAsked:
    'We sent you an e-mail. Only when you open the link in it and confirm will you hear of answers. Otherwise the address is deleted after three days.',
  whyHeld: (reasons) =>
    `Why it waits: ${reasons.map((one) => en.forAuthor[one.kind]).join(' ')} Nothing is deleted by this.`,
  forAuthor: {
    all: 'Here every comment is read before it appears.',
    post: 'Below this post every comment is read before it appears.',
    newcomer: 'The first comments of a person are read.',
    blocked: 'At present your comments are read before they appear.',
    links: 'It holds several links.',
    length: 'It is long.',
    words: 'It holds a word at which somebody looks.',
    file: 'It brings a file along.',
    fast: 'It came very fast.',
    unproven: 'Your browser did not solve a task (without JavaScript, for example).',
    same: 'The same text came today already.',
    corrected: 'It was changed after it was read.',
    answered: 'It was changed after it was answered.'
  },
  holds: {
    title: 'Why the comment waits',
    all: () => 'Here every comment is read.',
    post: () => 'Below this post every comment is read.',
    newcomer: ({ count = 0 }) =>
      count === 0 ? 'No good comment of this person is known yet.' : `Only ${count} good so far by this person.`,
    blocked: () => 'The person is blocked at present.',
    links: ({ count = 0 }) => `${count} links in the text.`,
    length: ({ count = 0 }) => `Long: ${count.toLocaleString('en-GB')} characters.`,
    words: ({ words = [] }) => `On the list of words: ${words.map((word) => `“${word}”`).join(', ')}.`,
    file: () => 'Brings a file along.',
    fast: () => 'Came faster than anybody reads and writes.',
    unproven: () => 'No proof of work (a browser without JavaScript, or a program).',
    same: ({ count = 0 }) => `The same text came ${count} times today.`,
    corrected: () => 'Changed after it was approved.',
    answered: () => 'Changed after it was answered. Does the answer still fit?'
  },
  appearsToo: 'Appears by itself:',
  before: 'Earlier version',
  mail: {
    confirmTitle: 'Confirm the e-mail address',
    confirmText:
      'With one click you confirm that the address is yours. You will then hear when your comment is answered.',
    confirmDo: 'Confirm the address',
    confirmed: 'Thank you, the address is confirmed. Every message says how to stop.',
    endTitle: 'No more messages',
    endText: 'The address is deleted and no more messages come. Your comment stays.',
    endDo: 'Delete the address',
    ended: 'The address is deleted. No more messages will come.'
  },
  settings: {
    title: 'Comments',
    intro:
      'Rules only hold comments back, they never delete. The reason stands at the comment, and the person reads it on the private page too.',
    rules: 'When a comment waits',
    reviewAll: 'Read every comment before it appears',
    newcomerGood: 'So many good comments until new ones appear at once',
    newcomerGoodHint: 'Known is only who writes from the private page or has confirmed the e-mail address.',
    holdLinks: 'More links than these wait',
    holdLength: 'Texts longer than so many characters wait',
    holdWords: 'List of words',
    holdWordsHint: 'One word a line. A * at the end stands for any ending. Comments with one of these words wait.',
    protection: 'Protection against floods',
    proofBits: 'Difficulty of the task',
    proofBitsHint:
      '14 costs a browser less than a second; each step doubles it. While very many comments come it rises by itself.',
    slowMinutes: 'Wait without proof, in minutes',
    slowMinutesHint: 'For known people whose browser runs no JavaScript.',
    files: 'Files',
    filesLabel: 'What may a comment bring along?',
    fileKinds: { none: 'Nothing', pictures: 'A picture', documents: 'A picture or a PDF' },
    posts: 'Posts of which every comment is read',
    postsNone: 'None at present.',
    postsAdd: 'Post',
    postsAddHint: 'The address of the post, such as /beitrag/freibad-oeffnet.',
    postsAddDo: 'Read every comment',
    postsEnd: 'The usual rules again'
  },
  refusals: {
    commentFileBig: (data) => `The file is too large: at most ${String(data.megabytes)} MB.`,
    commentFileKind: 'Only a picture can be attached here.',
    commentFileSigned: 'A signed PDF holds names that we cannot remove. Please save it without the signature.',
    mailLinkNotFound: 'This link no longer works. Perhaps the address is deleted already.',
    mailLinkOver: 'This link has expired. The address is not used and will be deleted.',
    holdWordsTooMany: 'At most 500 words of 80 characters each.',
    numberOutside: 'This number is outside of what is possible.'
  }
}
