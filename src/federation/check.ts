/** Whether an actor of ours can really be found, read and believed from outside, and whether what it says arrives. */
import { createPublicKey, sign, verify } from 'node:crypto'
import type { Health } from '#channels/contract.ts'
import { now } from '#platform/clock/clock.ts'
import { inMunicipality, type Tx } from '#platform/database/database.ts'
import { guardedFetch } from '#platform/fetch/fetch.ts'
import { embedded, isJson, textIn, type Json } from './activityJson.ts'
import { openKey } from './actorKeys.ts'
import { actorAddress } from './addresses.ts'
import { homeOf } from './home.ts'

interface Own {
  isOpen: boolean
  handleDomain: string
  username: string
  address: string
  actorId: string
  publicKey: string
  sealedKey: string
  delivered: number
  failed: number
}

/** Deliveries of so many hours are looked at; fewer than so many say nothing. */
const hours = 48
const enough = 5

/** Notes are keys of texts; the first thing that is wrong is told. */
export async function check(municipalityId: string, channelId: string): Promise<Health> {
  const own = await inMunicipality(municipalityId, (tx) => read(tx, channelId))
  if (!own) return { state: 'broken', note: 'check.noActor' }
  if (!own.isOpen) return { state: 'warning', note: 'check.notOpen' }
  if (!keyFits(own)) return { state: 'broken', note: 'check.key' }
  const handle = `acct:${own.username}@${own.handleDomain}`
  const found = await ask(
    `https://${own.handleDomain}/.well-known/webfinger?resource=${encodeURIComponent(handle)}`,
    'application/jrd+json'
  )
  if (!found) return { state: 'broken', note: 'check.webfinger' }
  if (selfOf(found) !== own.address) return { state: 'broken', note: 'check.webfingerElsewhere' }
  const actor = await ask(own.address, 'application/activity+json')
  if (!actor || textIn(actor.id) !== own.address) return { state: 'broken', note: 'check.actor' }
  if (textIn(embedded(actor.publicKey)?.publicKeyPem)?.trim() !== own.publicKey.trim())
    return { state: 'broken', note: 'check.keyShown' }
  const tried = own.delivered + own.failed
  if (tried >= enough && own.delivered === 0) return { state: 'broken', note: 'check.nothingArrives' }
  if (tried >= enough && own.failed > own.delivered) return { state: 'warning', note: 'check.littleArrives' }
  return { state: 'good' }
}

async function read(tx: Tx, channelId: string): Promise<Own | null> {
  const home = await homeOf(tx)
  const row = await tx
    .selectFrom('fediverse_actor')
    .select(['id', 'username', 'rsa_public_key', 'rsa_private_key'])
    .where('channel_id', '=', channelId)
    .executeTakeFirst()
  if (!row) return null
  const since = new Date(now().getTime() - hours * 3_600_000)
  // The newest of its activities; the delivery's key begins with the activity.
  const recent = await tx
    .selectFrom('activity')
    .select('id')
    .where('actor_id', '=', row.id)
    .where('at', '>', since)
    .orderBy('at', 'desc')
    .limit(50)
    .execute()
  const counts =
    recent.length === 0
      ? undefined
      : await tx
          .selectFrom('delivery')
          .select(({ fn }) => [
            fn.countAll<number>().filterWhere('state', '=', 'delivered').as('delivered'),
            fn
              .countAll<number>()
              .filterWhere((where) =>
                where.or([
                  where('state', '=', 'failed'),
                  where.and([where('state', '=', 'due'), where('problem', 'is not', null)])
                ])
              )
              .as('failed')
          ])
          .where(
            'activity_id',
            'in',
            recent.map(({ id }) => id)
          )
          .executeTakeFirst()
  return {
    isOpen: home.isOpen,
    handleDomain: home.handleDomain,
    username: row.username,
    address: actorAddress(home.origin, row.id),
    actorId: row.id,
    publicKey: row.rsa_public_key,
    sealedKey: row.rsa_private_key,
    delivered: Number(counts?.delivered ?? 0),
    failed: Number(counts?.failed ?? 0)
  }
}

/** Whether the key can be opened (the key folder is the right one) and belongs to the one that others are shown. */
function keyFits({ actorId, publicKey, sealedKey }: Own): boolean {
  try {
    const said = Buffer.from('check')
    const signature = sign('sha256', said, openKey(actorId, sealedKey))
    return verify('sha256', said, createPublicKey(publicKey), signature)
  } catch {
    return false
  }
}

async function ask(address: string, accept: string): Promise<Json | null> {
  try {
    const answer = await guardedFetch(address, { headers: { accept }, timeoutMs: 8_000 })
    const said: unknown = answer.status === 200 ? answer.json() : null
    return isJson(said) ? said : null
  } catch {
    return null
  }
}

function selfOf(found: Json): string | null {
  const link = [found.links].flat().find((one) => isJson(one) && one.rel === 'self')
  return isJson(link) ? textIn(link.href) : null
}
