// The desk's live connection: server-sent events for what changed, and where a page tells who is looking.
import { error, json } from '@sveltejs/kit'
import { changedConversations } from '#dialogue/changes.ts'
import { onPresence, presentAt, showPresence } from '#dialogue/presence.ts'
import { seesConversation } from '#dialogue/queries.ts'
import { may } from '#people/rights.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { onGap, onJournal, onSignal } from '#platform/live/live.ts'
import { openStream } from '#platform/live/streams.ts'
import { log } from '#platform/log/log.ts'
import type { RequestHandler } from './$types'

/** After so long the browser connects anew, and with it session and rights are looked at anew. */
const longestMs = 10 * 60_000
const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Streams `changed` with the journal's position as event id; a browser that comes back is told what it missed. */
export const GET: RequestHandler = ({ locals, request, url }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  if (!may(who, 'conversation.read')) error(403)
  let position = Number(request.headers.get('last-event-id') ?? url.searchParams.get('from') ?? 0) || 0
  const ends: (() => void)[] = []
  const stream = openStream({ signal: request.signal, owner: who.id, onClose: () => ends.forEach((end) => end()) })

  let busy = false
  let again = false
  const catchUp = async () => {
    if (busy) return void (again = true)
    busy = true
    try {
      do {
        again = false
        const changed = await inMunicipality(municipality.id, (tx) => changedConversations(tx, who, position))
        position = changed.position
        if (changed.all) sees.clear()
        if (changed.ids.length > 0 || changed.all)
          stream.send('changed', { conversations: changed.ids, all: changed.all }, String(position))
        // Roles may have changed: coming back asks for them anew.
        if (changed.people) stream.close()
      } while (again)
    } catch (fault) {
      log('desk').warn('a live connection could not catch up: {error}', { error: String(fault) })
      stream.close()
    } finally {
      busy = false
    }
  }

  // Who looks at what is for those to know who may look themselves; asked anew when the conversations changed hands.
  const sees = new Map<string, boolean>()
  const maySee = async (conversation: string): Promise<boolean> => {
    // Posts are told of elsewhere.
    if (!id.test(conversation)) return false
    if (!sees.has(conversation)) {
      const may = await inMunicipality(municipality.id, (tx) => seesConversation(tx, who, conversation)).catch(
        () => false
      )
      if (sees.size >= 500) sees.clear()
      sees.set(conversation, may)
    }
    return sees.get(conversation) ?? false
  }
  const tellPresence = async (conversation: string) => {
    if (await maySee(conversation))
      stream.send('presence', { conversation, people: presentAt(municipality.id, conversation, who.id) })
  }
  const tellDraft = async (conversation: string) => {
    if (await maySee(conversation))
      stream.send('changed', { conversations: [conversation], all: false }, String(position))
  }

  ends.push(
    onJournal((note) => {
      if (note.municipalityId === municipality.id && note.position > position) void catchUp()
    }),
    onGap(() => void catchUp()),
    onPresence((where, conversation) => {
      if (where === municipality.id) void tellPresence(conversation)
    }),
    onSignal((one) => {
      if (one.kind === 'draft' && one.municipalityId === municipality.id && one.person !== who.id)
        void tellDraft(String(one.conversation))
    })
  )
  const end = setTimeout(stream.close, longestMs)
  end.unref()
  ends.push(() => clearTimeout(end))
  void catchUp()
  return stream.response
}

/** Takes who is looking or writing; told on by signal, stored nowhere. */
export const POST: RequestHandler = async ({ locals, request }) => {
  const { who, municipality } = locals
  if (!who) error(401)
  const told = (await request.json().catch(() => ({}))) as { conversation?: unknown; doing?: unknown }
  const doing = (['looking', 'typing', 'gone'] as const).find((one) => one === told.doing)
  if (!doing || typeof told.conversation !== 'string' || !id.test(told.conversation) || !may(who, 'conversation.read'))
    error(400)
  const { conversation } = told
  if (!(await inMunicipality(municipality.id, (tx) => seesConversation(tx, who, conversation)))) error(404)
  await showPresence(municipality.id, who, conversation, doing)
  return json({})
}
