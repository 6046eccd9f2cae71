/** What became of a conversation, as its timeline tells it: one sentence for each kind of event that shows there. */
import type { CaseState } from '#cases/shared.ts'
import type { ShownKind } from '#dialogue/timeline-changes.ts'
import type { EventData } from '#platform/journal/events.ts'
import { de as casesDe, en as casesEn } from './cases.ts'

export interface Told {
  /** Who did it. */
  by: string
  data: EventData
  /** The name of what an id in the data stands for; null: it is gone. */
  name: (id: EventData[string] | undefined) => string | null
}
type Texts = Record<ShownKind, (told: Told) => string>

const some = (names: (string | null)[], language: string): string =>
  new Intl.ListFormat(language).format(names.filter((one) => one !== null))
const listed = (value: EventData[string] | undefined): string[] => (Array.isArray(value) ? value : [])

const dePriority: Record<string, string> = {
  urgent: 'sehr dringend',
  high: 'dringend',
  normal: 'normal',
  low: 'hat Zeit'
}

const deWay: Record<string, string> = {
  phone: 'Telefon',
  counter: 'Schalter',
  letter: 'Brief',
  meeting: 'Gespräch vor Ort'
}
const deGround: Record<string, string> = {
  consent: 'mit Einwilligung',
  duty: 'nach Vorschrift',
  anonymous: 'ohne Bezug zu einer Person'
}
const enGround: Record<string, string> = {
  consent: 'with consent',
  duty: 'by a rule',
  anonymous: 'nobody recognisable'
}

export const de = {
  by: { system: 'Das Programm', citizen: 'Die fragende Person', remote: 'Die Gegenseite', gone: 'Jemand' },
  other: 'Dorthin',
  told: {
    'conversation.entered': ({ by, data }) =>
      data.way
        ? `${by} hat das aufgeschrieben (${deWay[String(data.way)] ?? ''}).`
        : `${by} hat das Gespräch aufgeschrieben.`,
    'conversation.assigned': ({ by, data, name }) => {
      const unit = data.unit !== data.unitBefore
      const person = data.person !== data.personBefore
      const to = data.unit ? `an „${name(data.unit) ?? 'ein früheres Amt'}“` : 'an kein Amt'
      const who = data.person ? (name(data.person) ?? 'jemand, der nicht mehr hier ist') : 'niemand'
      const instead = data.insteadOf ? `, in Vertretung für ${name(data.insteadOf) ?? 'jemanden'}` : ''
      if (unit) return `${by} hat das Gespräch ${to} gegeben${data.person ? `, zuständig: ${who}${instead}` : ''}.`
      return person ? `${by}: Zuständig ist jetzt ${who}${instead}.` : `${by} hat das Gespräch zugewiesen.`
    },
    'conversation.closed': ({ by }) => `${by} hat das Gespräch abgeschlossen.`,
    'conversation.reopened': ({ by }) => `${by} hat das Gespräch wieder geöffnet.`,
    'conversation.waiting': ({ by, data }) =>
      data.for === 'citizen'
        ? `${by} wartet auf eine Rückmeldung der fragenden Person.`
        : `${by} klärt das im Haus; bis dahin wartet das Gespräch.`,
    'conversation.goals-changed': ({ by, data, name }) => {
      const goals = some(listed(data.goals).map(name), 'de')
      return goals ? `${by} hat die Ziele festgelegt: ${goals}.` : `${by} hat die eigenen Ziele herausgenommen.`
    },
    'conversation.detailed': ({ by, data, name }) => {
      const parts = [
        ...(typeof data.priority === 'string' ? [`Dringlichkeit: ${dePriority[data.priority] ?? data.priority}`] : []),
        ...('topic' in data ? [`Thema: ${name(data.topic) ?? 'keines'}`] : []),
        ...('hasPlace' in data ? [data.hasPlace ? 'Ort eingetragen' : 'Ort entfernt'] : [])
      ]
      return `${by} hat Angaben geändert. ${parts.join(', ')}.`
    },
    'conversation.watched': ({ by, data, name }) =>
      name(data.person) === by
        ? `${by} beobachtet das Gespräch.`
        : `${by} lässt ${name(data.person) ?? 'jemanden'} mitlesen.`,
    'conversation.unwatched': ({ data, name }) =>
      `${name(data.person) ?? 'Jemand'} beobachtet das Gespräch nicht mehr.`,
    'conversation.merged': ({ by, data }) =>
      `${by} hat ein anderes Gespräch (${Number(data.messages) === 1 ? '1 Nachricht' : `${String(data.messages)} Nachrichten`}) mit diesem zusammengeführt.`,
    'conversation.merged-away': ({ by }) => `${by} hat dieses Gespräch mit einem anderen zusammengeführt.`,
    'conversation.unmerged': ({ by }) => `${by} hat die Zusammenführung zurückgenommen.`,
    'conversation.split': ({ by, data }) =>
      `${by} hat ${Number(data.messages) === 1 ? '1 Nachricht' : `${String(data.messages)} Nachrichten`} in ein neues Gespräch gelegt.`,
    'conversation.split-off': ({ by }) => `${by} hat dieses Gespräch aus einem anderen herausgelöst.`,
    'conversation.linked': ({ by }) => `${by} hat vermerkt, dass ein anderes Gespräch dasselbe fragt.`,
    'conversation.unlinked': ({ by }) => `${by} hat die Verknüpfung mit einem anderen Gespräch gelöst.`,
    'conversation.case-settled': ({ by, data }) =>
      `${by} hat den öffentlichen Stand festgelegt: ${casesDe.states[data.state as CaseState] ?? ''}.`,
    'conversation.asked': ({ by, data, name }) =>
      data.unit
        ? `${by} hat „${name(data.unit) ?? 'ein früheres Amt'}“ gefragt.`
        : `${by} hat ${name(data.question) ?? 'jemanden'} per Mail gefragt.`,
    'conversation.question-opened': ({ data, name }) =>
      `${name(data.question) ?? 'Die gefragte Person'} hat die Rückfrage geöffnet.`,
    'conversation.question-withdrawn': ({ by }) => `${by} hat eine Rückfrage zurückgezogen.`,
    'conversation.replied': ({ data, name }) =>
      data.unit
        ? `„${name(data.unit) ?? 'Ein früheres Amt'}“ hat auf die Rückfrage geantwortet.`
        : `${name(data.question) ?? 'Die gefragte Person'} hat auf die Rückfrage geantwortet.`,
    'conversation.forwarded': ({ by, data, name }) =>
      `${by} hat das Anliegen an „${name(data.authority) ?? 'eine Behörde'}“ weitergeleitet (${deGround[String(data.ground)] ?? ''}, ${data.withContact ? 'mit' : 'ohne'} Namen und Adresse).`,
    'conversation.checks-added': ({ by, data }) =>
      `${by} hat ${Number(data.count) === 1 ? '1 Punkt' : `${String(data.count)} Punkte`} auf die Checkliste gesetzt.`,
    'conversation.check-done': ({ by, data, name }) => `${by} hat abgehakt: ${name(data.check) ?? 'einen Punkt'}.`,
    'conversation.check-undone': ({ by, data, name }) =>
      `${by} hat den Haken entfernt: ${name(data.check) ?? 'ein Punkt'}.`,
    'conversation.check-dropped': ({ by }) => `${by} hat einen Punkt von der Checkliste genommen.`,
    'conversation.reported': ({ data }) =>
      data.danger
        ? 'Jemand hat einen Kommentar gemeldet: Gefahr für Leben oder Sicherheit.'
        : 'Jemand hat einen Kommentar als rechtswidrig gemeldet.',
    'conversation.clock-warned': () => 'Die Frist läuft bald ab; die Zuständigen haben einen Hinweis.',
    'conversation.escalated': ({ data, name }) => {
      const to = some(listed(data.to).map(name), 'de')
      return to ? `Die Frist ist abgelaufen; Hinweis an ${to}.` : 'Die Frist ist abgelaufen.'
    }
  } satisfies Texts as Texts
}

export const en: typeof de = {
  by: { system: 'The program', citizen: 'The person who asked', remote: 'The other side', gone: 'Somebody' },
  other: 'Go there',
  told: {
    'conversation.entered': ({ by, data }) =>
      data.way ? `${by} wrote this down (${String(data.way)}).` : `${by} wrote the conversation down.`,
    'conversation.assigned': ({ by, data, name }) => {
      const unit = data.unit !== data.unitBefore
      const person = data.person !== data.personBefore
      const to = data.unit ? `to “${name(data.unit) ?? 'a former department'}”` : 'to no department'
      const who = data.person ? (name(data.person) ?? 'somebody who has left') : 'nobody'
      const instead = data.insteadOf ? `, standing in for ${name(data.insteadOf) ?? 'somebody'}` : ''
      if (unit) return `${by} gave the conversation ${to}${data.person ? `, responsible: ${who}${instead}` : ''}.`
      return person ? `${by}: responsible is now ${who}${instead}.` : `${by} assigned the conversation.`
    },
    'conversation.closed': ({ by }) => `${by} closed the conversation.`,
    'conversation.reopened': ({ by }) => `${by} opened the conversation again.`,
    'conversation.waiting': ({ by, data }) =>
      data.for === 'citizen'
        ? `${by} waits for a reply of the person who asked.`
        : `${by} clarifies it inside; until then the conversation waits.`,
    'conversation.goals-changed': ({ by, data, name }) => {
      const goals = some(listed(data.goals).map(name), 'en-GB')
      return goals ? `${by} settled the goals: ${goals}.` : `${by} took its own goals out.`
    },
    'conversation.detailed': ({ by, data, name }) => {
      const parts = [
        ...(typeof data.priority === 'string' ? [`priority: ${data.priority}`] : []),
        ...('topic' in data ? [`topic: ${name(data.topic) ?? 'none'}`] : []),
        ...('hasPlace' in data ? [data.hasPlace ? 'place entered' : 'place removed'] : [])
      ]
      return `${by} changed details: ${parts.join(', ')}.`
    },
    'conversation.watched': ({ by, data, name }) =>
      name(data.person) === by
        ? `${by} watches the conversation.`
        : `${by} has ${name(data.person) ?? 'somebody'} watch.`,
    'conversation.unwatched': ({ data, name }) =>
      `${name(data.person) ?? 'Somebody'} no longer watches the conversation.`,
    'conversation.merged': ({ by, data }) =>
      `${by} merged another conversation (${Number(data.messages) === 1 ? '1 message' : `${String(data.messages)} messages`}) into this one.`,
    'conversation.merged-away': ({ by }) => `${by} merged this conversation into another.`,
    'conversation.unmerged': ({ by }) => `${by} took the merge back.`,
    'conversation.split': ({ by, data }) =>
      `${by} moved ${Number(data.messages) === 1 ? '1 message' : `${String(data.messages)} messages`} to a new conversation.`,
    'conversation.split-off': ({ by }) => `${by} split this conversation off another.`,
    'conversation.linked': ({ by }) => `${by} noted that another conversation asks the same.`,
    'conversation.unlinked': ({ by }) => `${by} took the link to another conversation back.`,
    'conversation.case-settled': ({ by, data }) =>
      `${by} settled the public state: ${casesEn.states[data.state as CaseState] ?? ''}.`,
    'conversation.asked': ({ by, data, name }) =>
      data.unit
        ? `${by} asked “${name(data.unit) ?? 'a former department'}”.`
        : `${by} asked ${name(data.question) ?? 'somebody'} by mail.`,
    'conversation.question-opened': ({ data, name }) =>
      `${name(data.question) ?? 'Whoever was asked'} opened the question.`,
    'conversation.question-withdrawn': ({ by }) => `${by} withdrew a question.`,
    'conversation.replied': ({ data, name }) =>
      data.unit
        ? `“${name(data.unit) ?? 'A former department'}” answered the question.`
        : `${name(data.question) ?? 'Whoever was asked'} answered the question.`,
    'conversation.forwarded': ({ by, data, name }) =>
      `${by} passed the matter on to “${name(data.authority) ?? 'an authority'}” (${enGround[String(data.ground)] ?? ''}, ${data.withContact ? 'with' : 'without'} name and address).`,
    'conversation.checks-added': ({ by, data }) =>
      `${by} put ${Number(data.count) === 1 ? '1 item' : `${String(data.count)} items`} on the checklist.`,
    'conversation.check-done': ({ by, data, name }) => `${by} ticked: ${name(data.check) ?? 'an item'}.`,
    'conversation.check-undone': ({ by, data, name }) => `${by} removed the tick: ${name(data.check) ?? 'an item'}.`,
    'conversation.check-dropped': ({ by }) => `${by} took an item off the checklist.`,
    'conversation.reported': ({ data }) =>
      data.danger
        ? 'Somebody reported a comment: danger to life or safety.'
        : 'Somebody reported a comment as illegal.',
    'conversation.clock-warned': () => 'The time is running out; those responsible were told.',
    'conversation.escalated': ({ data, name }) => {
      const to = some(listed(data.to).map(name), 'en-GB')
      return to ? `The time has run out; ${to} were told.` : 'The time has run out.'
    }
  }
}
