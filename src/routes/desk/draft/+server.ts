// Where the answer box keeps what is being typed, for everybody who may answer the conversation.
import { error, json } from '@sveltejs/kit'
import { saveAnswerDraft } from '#dialogue/answer-draft.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { Refusal } from '#platform/refusal.ts'
import type { RequestHandler } from './$types'

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Answers the draft's new revision, or with 409 the draft as somebody else wrote it meanwhile. */
export const POST: RequestHandler = async ({ locals, request }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const given = (await request.json().catch(() => ({}))) as Record<string, unknown>
  const { conversation, text, revision } = given
  if (typeof conversation !== 'string' || !id.test(conversation) || typeof text !== 'string') error(400)
  const input = { conversation, text: text.toWellFormed().replaceAll('\u0000', ''), revision: Number(revision) || 0 }
  try {
    const saved = await inMunicipality(municipality.id, (tx) => saveAnswerDraft(tx, who, input))
    return json(saved, { status: saved.kept ? 200 : 409 })
  } catch (refused) {
    if (!(refused instanceof Refusal)) throw refused
    error(refused.status)
  }
}
