/** What a box is: where its letters lie, by what server it answers, and its passwords, sealed. */
import * as v from 'valibot'
import type { ChannelContext } from '#channels/contract.ts'
import { keys } from '#platform/keys/held.ts'

const host = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.regex(/^[a-z0-9._:[\]-]{1,255}$/))
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))

const server = v.object({
  host,
  port,
  /** `none` only to hosts that the operator named as exceptions. */
  security: v.picklist(['tls', 'starttls', 'none']),
  /** Empty: without signing in, which only a server of the own house may want. */
  user: v.pipe(v.string(), v.maxLength(320))
})

export const mailSettings = v.object({
  address: v.pipe(v.string(), v.trim(), v.maxLength(254), v.email()),
  imap: server,
  smtp: server,
  /** Whose `Authentication-Results` is believed; empty: nobody's, then every sender is unproven. */
  authservId: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(255)),
  /** The server delivers `box+anything@` to the box. */
  plusAddressing: v.boolean(),
  /** What happens to a letter on the server once it is safe here. */
  afterwards: v.picklist(['leave', 'seen', 'move']),
  movedTo: v.pipe(v.string(), v.maxLength(255))
})

export type MailServer = v.InferOutput<typeof server>
export type MailSettings = v.InferOutput<typeof mailSettings>
export interface MailSecret {
  imap: string
  smtp: string
}

/** A box with everything that speaking to its servers takes. */
export interface Box {
  municipalityId: string
  channelId: string
  settings: MailSettings
  secret: MailSecret
}

/** Opens the passwords of a channel's box. @throws Unsealable */
export function boxOf({ municipalityId, channelId, settings, secret }: ChannelContext): Box {
  const opened = secret
    ? (JSON.parse(keys().unseal(String(secret), contextOf(municipalityId, channelId))) as MailSecret)
    : null
  return {
    municipalityId,
    channelId,
    settings: v.parse(mailSettings, settings),
    secret: opened ?? { imap: '', smtp: '' }
  }
}

/** The passwords as they are stored; worthless in another row. */
export function sealSecret(municipalityId: string, channelId: string, secret: MailSecret): string {
  return keys().seal(JSON.stringify(secret), contextOf(municipalityId, channelId))
}

function contextOf(municipalityId: string, channelId: string): string {
  return `mail-box:${municipalityId}:${channelId}`
}

/** The part of an address behind the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
