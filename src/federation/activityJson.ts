/**
 * Reads ActivityPub as it is really sent. What follows the usual form is read as plain JSON; documents in another JSON-LD
 * form are brought into the usual one by Fedify first (`inUsualForm`).
 */
import { Activity, Object as AnyObject } from '@fedify/vocab'
import { contextLoader } from './loader.ts'

export type Json = Record<string, unknown>

const usualContext = 'https://www.w3.org/ns/activitystreams'

/** Types of activities we know, as they stand in the usual form. */
export const activityTypes = new Set([
  'Follow',
  'Undo',
  'Accept',
  'Reject',
  'Create',
  'Update',
  'Delete',
  'Like',
  'Dislike',
  'EmojiReact',
  'Announce',
  'Move',
  'Block',
  'Flag',
  'Add',
  'Remove',
  'View',
  'Listen',
  'Read'
])

export const actorTypes = new Set(['Person', 'Service', 'Organization', 'Group', 'Application'])

/** Types whose text can be a message. */
export const objectTypes = new Set([
  'Note',
  'Article',
  'Page',
  'Question',
  'Video',
  'Audio',
  'Image',
  'Event',
  'Document',
  'ChatMessage'
])

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first (or only) type that we know of, else the first there is. */
export function typeOf(value: unknown): string | null {
  if (!isJson(value)) return null
  const types = [value.type].flat().filter((type) => typeof type === 'string') as string[]
  const known = types.find((type) => activityTypes.has(type) || actorTypes.has(type) || objectTypes.has(type))
  return known ?? types[0] ?? null
}

/** The id of a thing that is given as such or by its address. */
export function idOf(value: unknown): string | null {
  const one = Array.isArray(value) ? value[0] : value
  if (typeof one === 'string') return one
  return isJson(one) && typeof one.id === 'string' ? one.id : null
}

/** All ids of a field that may hold one or many. */
export function idsOf(value: unknown, most = 500): string[] {
  return [value]
    .flat()
    .slice(0, most)
    .map(idOf)
    .filter((id) => id !== null)
}

/** The thing itself where it is embedded. */
export function embedded(value: unknown): Json | null {
  const one = Array.isArray(value) ? value[0] : value
  return isJson(one) ? one : null
}

export function textIn(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** A time, or the given one when it is missing or nonsense. */
export function timeIn(value: unknown, otherwise: Date): Date {
  const time = typeof value === 'string' ? new Date(value) : null
  return time && !Number.isNaN(time.getTime()) ? time : otherwise
}

/** Brings an activity into the usual form when it is not. @throws what Fedify makes of nonsense */
export async function inUsualForm(document: Json): Promise<Json> {
  const contexts = [document['@context']].flat()
  const type = typeof document.type === 'string' ? document.type : null
  if (type && activityTypes.has(type) && contexts.some((one) => one === usualContext || one === `${usualContext}/`)) {
    return document
  }
  // Some servers leave the context out; the words are the usual ones all the same.
  if (type && activityTypes.has(type) && document['@context'] === undefined) return document
  return writtenAnew(document)
}

/** An activity as Fedify reads and writes it: in the usual words, whatever its context called them. */
export async function writtenAnew(document: Json): Promise<Json> {
  const activity = await Activity.fromJsonLd(document, { documentLoader: contextLoader, contextLoader })
  return (await activity.toJsonLd({ format: 'compact', contextLoader })) as Json
}

/** The same for whatever is no activity, such as an actor whose keys stand under their full names. */
export async function objectWrittenAnew(document: Json): Promise<Json> {
  const object = await AnyObject.fromJsonLd(document, { documentLoader: contextLoader, contextLoader })
  return (await object.toJsonLd({ format: 'compact', contextLoader })) as Json
}

const deepest = 40
const mostValues = 20_000

/**
 * Whether a text is JSON of a size and depth that somebody could mean. Looked at before it is parsed: depth by its brackets,
 * the number of values by its commas.
 */
export function isBearable(text: string): boolean {
  let depth = 0
  let values = 0
  let isInText = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isInText) {
      if (code === 0x5c) at += 1
      else if (code === 0x22) isInText = false
    } else if (code === 0x22) isInText = true
    else if (code === 0x7b || code === 0x5b) {
      if ((depth += 1) > deepest) return false
    } else if (code === 0x7d || code === 0x5d) depth -= 1
    else if (code === 0x2c && (values += 1) > mostValues) return false
  }
  return true
}
