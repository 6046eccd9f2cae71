/** Brings what is typed in the answer box to the server, where colleagues see it, and their text here. */
import type { AnswerDraft } from '#dialogue/answer-draft.ts'
import type { keepDraft } from './draft.svelte.ts'

/** A pause in typing after which it is kept. */
const pauseMs = 1200

/** Shares the draft of one conversation. Where two write at once nothing is overwritten: `other` holds their text until somebody decides. */
export function shareDraft(conversation: string, draft: ReturnType<typeof keepDraft>, first: AnswerDraft | null) {
  // svelte-ignore state_referenced_locally -- what stood there when the box was made
  let synced = draft.base === (first?.revision ?? 0) ? (first?.text ?? '') : ''
  let other = $state<AnswerDraft | null>(null)
  let known = first?.revision ?? 0
  let timer: ReturnType<typeof setTimeout> | undefined
  if (first && first.text !== '' && draft.base !== first.revision && draft.text !== first.text) other = first

  const bodyOf = () => JSON.stringify({ conversation, text: draft.text, revision: draft.base })
  async function save(): Promise<void> {
    timer = undefined
    const { text } = draft
    if (text === synced || other) return
    const response = await fetch('/desk/draft', {
      method: 'POST',
      body: bodyOf(),
      headers: { 'content-type': 'application/json' }
    }).catch(() => null)
    // The text is kept on this device too; the next pause tries again.
    if (!response || (!response.ok && response.status !== 409)) return
    const saved = (await response.json()) as { kept: boolean; revision?: number; draft?: AnswerDraft }
    if (saved.kept && saved.revision !== undefined) {
      synced = text
      known = Math.max(known, saved.revision)
      draft.goOnFrom(saved.revision)
    } else if (saved.draft) meet({ ...saved.draft, at: new Date(saved.draft.at) })
  }

  /** The shared draft as it stands now. */
  function meet(now: AnswerDraft): void {
    known = Math.max(known, now.revision)
    if (draft.text === now.text || (draft.text === synced && !timer)) {
      draft.text = now.text
      synced = now.text
      draft.goOnFrom(now.revision)
      other = null
    } else if (now.text !== '') other = now
    else {
      synced = ''
      draft.goOnFrom(now.revision)
    }
  }

  return {
    /** Somebody else's text that differs from the one in the box. */
    get other() {
      return other
    },
    typed() {
      clearTimeout(timer)
      timer = setTimeout(() => void save(), pauseMs)
    },
    /** The page was read anew. */
    refresh(now: AnswerDraft | null) {
      if (now && now.revision > known) meet(now)
    },
    take() {
      if (!other) return
      draft.text = other.text
      synced = other.text
      draft.goOnFrom(other.revision)
      other = null
    },
    keep() {
      if (!other) return
      draft.goOnFrom(other.revision)
      other = null
      void save()
    },
    /** It was sent: nothing of it is kept any more. */
    sent() {
      clearTimeout(timer)
      timer = undefined
      synced = ''
      other = null
    },
    /** The page goes away: what was not kept yet is. */
    leave() {
      clearTimeout(timer)
      if (draft.text !== synced && !other)
        navigator.sendBeacon('/desk/draft', new Blob([bodyOf()], { type: 'application/json' }))
    }
  }
}
