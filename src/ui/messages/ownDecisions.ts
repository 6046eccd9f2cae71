/** What the author of a comment reads about decisions, on the private page. */
import type { DecisionState, Outcome, Step } from '#moderation/shared.ts'

export const de = {
  title: 'Entscheidungen zu diesem Kommentar',
  what: {
    stand: 'Der Kommentar bleibt stehen.',
    remind: 'Wir haben an unsere Regeln erinnert.',
    hide: 'Der Kommentar wird nicht gezeigt.',
    delete: 'Der Kommentar wurde gelöscht.',
    pause: 'Kommentare ruhen.',
    block: 'Unter diesem Link, dieser Adresse oder diesem Konto lässt sich für eine begrenzte Zeit nicht kommentieren.',
    police: 'Der Kommentar wurde der Polizei gemeldet.'
  } satisfies Record<Step, string>,
  state: {
    ended: 'Das gilt nicht mehr: Die Zeit ist abgelaufen.',
    undone: 'Das gilt nicht mehr: Die Entscheidung wurde aufgehoben.',
    changed: 'Das gilt nicht mehr: Eine andere Entscheidung ist an die Stelle getreten.'
  } as Partial<Record<DecisionState, string>>,
  facts: 'Was war',
  milder: 'Was wir vorher erwogen haben',
  human: 'Entschieden hat ein Mensch, nicht ein Programm.',
  ask: 'Überprüfung verlangen',
  askWhat: 'Eine andere Person sieht sich die Entscheidung noch einmal an. Das Ergebnis steht dann hier.',
  askReason: 'Was sehen Sie anders?',
  askDo: 'Überprüfung verlangen',
  asked: 'Die Überprüfung ist verlangt.',
  due: 'Das Ergebnis steht hier spätestens am',
  outcome: {
    upheld: 'Überprüft: Die Entscheidung bleibt bestehen.',
    changed: 'Überprüft: Die Entscheidung wurde durch eine andere ersetzt.',
    undone: 'Überprüft: Die Entscheidung wurde aufgehoben.'
  } satisfies Record<Outcome, string>,
  court: 'Unabhängig davon können Sie ein Gericht anrufen.'
}

export const en: typeof de = {
  title: 'Decisions about this comment',
  what: {
    stand: 'The comment stays.',
    remind: 'We reminded of our rules.',
    hide: 'The comment is not shown.',
    delete: 'The comment was deleted.',
    pause: 'Comments rest.',
    block: 'With this link, address or account nobody can comment for a limited time.',
    police: 'The comment was reported to the police.'
  },
  state: {
    ended: 'This no longer holds: its time is over.',
    undone: 'This no longer holds: the decision was taken back.',
    changed: 'This no longer holds: another decision took its place.'
  },
  facts: 'What happened',
  milder: 'What we considered before',
  human: 'A human decided, not a program.',
  ask: 'Ask for a review',
  askWhat: 'Somebody else looks at the decision again. What comes of it then stands here.',
  askReason: 'What do you see differently?',
  askDo: 'Ask for a review',
  asked: 'The review is asked for.',
  due: 'What comes of it stands here at the latest on',
  outcome: {
    upheld: 'Reviewed: the decision stands.',
    changed: 'Reviewed: another decision took its place.',
    undone: 'Reviewed: the decision was taken back.'
  },
  court: 'Independently of that you may go to court.'
}
