import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { record } from '#platform/journal/journal.ts'
import { Invalid } from '#platform/refusal.ts'
import { lockConversation, refreshConversation } from './row.ts'
import { signs, typedLine } from './typed.ts'
import { priorities } from './shared.ts'

export interface DetailsInput {
  conversation: string
  /** Absent: stays. */
  priority?: string
  /** Null: none. */
  topic?: string | null
  /** In words, such as a street; empty: none. */
  place?: string
  /** `51.5149, 7.4660`; empty: none. */
  coordinates?: string
}

export const maxPlace = 300

/**
 * Settles how urgent a conversation is, what it is about and where. What was not given stays as it is.
 * @throws NotAllowed, NotFound, Invalid
 */
export async function settleDetails(tx: Tx, who: Who, input: DetailsInput): Promise<void> {
  const before = await lockConversation(tx, input.conversation)
  must(who, 'conversation.assign', before.unit_id)
  const priority = priorities.find((one) => one === input.priority)
  const place = input.place === undefined ? before.place : typedLine(input.place)
  const at = input.coordinates === undefined ? before : coordinatesOf(input.coordinates)
  const topic = input.topic === undefined ? before.topic_id : input.topic
  const isTopic = !topic || topic === before.topic_id || (await topicExists(tx, topic))
  const faults = {
    ...(input.priority !== undefined && !priority && { priority: 'invalid' }),
    ...(!isTopic && { topic: 'topicGone' }),
    ...(signs(place) > maxPlace && { place: 'placeTooLong' }),
    ...(!at && { coordinates: 'coordinatesWrong' })
  }
  if (Object.keys(faults).length > 0 || !at) throw new Invalid(faults, 'invalid', { max: maxPlace })
  const change = {
    priority: priority ?? before.priority,
    topic_id: topic,
    place,
    latitude: at.latitude,
    longitude: at.longitude
  }
  const isPlaceNew =
    change.place !== before.place || change.latitude !== before.latitude || change.longitude !== before.longitude
  const said = {
    ...(change.priority !== before.priority && { priority: change.priority }),
    ...(change.topic_id !== before.topic_id && { topic: change.topic_id }),
    ...(isPlaceNew && { hasPlace: change.place !== '' || change.latitude !== null })
  }
  if (Object.keys(said).length === 0) return
  await refreshConversation(tx, before, change)
  record(tx, who, 'conversation.detailed', before, said)
}

/** Null: that is no point on Earth. */
export function coordinatesOf(given: string): { latitude: number | null; longitude: number | null } | null {
  const text = typedLine(given)
  if (text === '') return { latitude: null, longitude: null }
  // With commas inside of the numbers, as in German, something else must stand between them.
  const german = /^(-?\d{1,3},\d{1,10})(?:\s*;\s*|\s+|,\s+)(-?\d{1,3},\d{1,10})$/.exec(text)
  const found = german ?? /^(-?\d{1,3}(?:\.\d{1,15})?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d{1,15})?)$/.exec(text)
  const [latitude, longitude] = [found?.[1], found?.[2]].map((part) => Number(part?.replace(',', '.')))
  if (latitude === undefined || longitude === undefined) return null
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

async function topicExists(tx: Tx, id: string): Promise<boolean> {
  return (await tx.selectFrom('topic').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}
