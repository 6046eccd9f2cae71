import { takeMessage } from '#dialogue/receive.ts'
import { citizen } from '#people/types.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { plainToHtml, withoutControls } from '#platform/html/plain.ts'
import { hashToken, newToken } from '#platform/id.ts'
import { limitKey, takeFrom } from '#platform/limits/limits.ts'
import { Invalid } from '#platform/refusal.ts'

export interface BarrierReport {
  text: string
  page: string
  contact: string
  trap: string
}

/** Counts one try from this address. Call it before the transaction. @throws TooMany */
export async function limitReports(municipalityId: string, address: string | null): Promise<void> {
  await takeFrom(limitKey(`barrier:${municipalityId}`, address ?? 'unknown'), { limit: 6, windowSeconds: 600 })
}

/**
 * Takes a report of a barrier into the inbox as a conversation that nobody outside sees. The person gets a private link,
 * like the author of a comment, and needs to give no name.
 * @throws Invalid
 */
export async function reportBarrier(tx: Tx, report: BarrierReport): Promise<{ token: string }> {
  const text = clean(report.text, 5001)
  if (!text) throw new Invalid({ text: 'commentTextMissing' })
  if (text.length > 5000) throw new Invalid({ text: 'commentTooLong' }, 'invalid', { maxText: 5000 })
  if (report.trap) throw new Invalid({ trap: 'commentTrap' })
  const page = clean(report.page, 500)
  const contact = clean(report.contact, 254)
  const isEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(contact)
  const whole = ['Barriere gemeldet', page && `Seite: ${page}`, text, contact && `Erreichbar: ${contact}`]
    .filter(Boolean)
    .join('\n\n')
  const channel = await tx
    .selectFrom('channel')
    .select(['id', 'network'])
    .where('network', '=', 'site')
    .limit(1)
    .executeTakeFirstOrThrow()
  const token = newToken()
  const linkHash = hashToken(token)
  await takeMessage(
    tx,
    {
      kind: 'message',
      channelId: channel.id,
      network: channel.network,
      remoteId: `barrier:${linkHash}`,
      remoteUrl: null,
      author: {
        network: channel.network,
        remoteId: null,
        name: isEmail ? contact : 'Barrierefreiheit',
        email: isEmail ? contact : null
      },
      inReplyTo: null,
      postId: null,
      thread: null,
      html: plainToHtml(whole),
      text: whole,
      language: null,
      contentWarning: null,
      visibility: 'direct',
      emojis: [],
      attachments: [],
      at: now(),
      held: false,
      rawId: null,
      linkHash
    },
    null,
    citizen
  )
  return { token }
}

function clean(text: string, max: number): string {
  return withoutControls(text.toWellFormed()).trim().slice(0, max)
}
