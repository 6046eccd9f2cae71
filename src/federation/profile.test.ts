import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { system } from '#people/types.ts'
import { arrived, followTown, publish, useStage, type Stage } from '../../tests/fediverse/stage.ts'
import { changeActor } from './changeActor.ts'

const stage = useStage()
let { town, peer, other, ben, mia } = {} as Stage

beforeAll(async () => {
  ;({ town, peer, other, ben, mia } = stage())
  await followTown(town, peer, ben)
  await followTown(town, peer, peer.actor('eva'))
  await followTown(town, other, mia)
})

beforeEach(() => {
  peer.received.length = 0
  other.received.length = 0
})

describe('profiles', () => {
  test.each([
    'application/activity+json',
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    'application/ld+json',
    'application/json',
    '*/*',
    'text/html, application/activity+json;q=0.9'
  ])('an actor is given to who accepts %s', async (accept) => {
    const answered = await peer.get(town.actor.address, null, accept)
    expect(answered.status).toBe(200)
    expect(JSON.parse(answered.text)).toMatchObject({
      id: town.actor.address,
      preferredUsername: 'musterstadt',
      name: 'Stadt Musterstadt',
      inbox: `${town.actor.address}/inbox`,
      endpoints: { sharedInbox: town.sharedInbox },
      publicKey: { id: `${town.actor.address}#main-key`, owner: town.actor.address }
    })
  })

  test('WebFinger finds actors by handle and address, and nobody else', async () => {
    const find = (resource: string) =>
      peer.get(
        `${town.origin}/.well-known/webfinger?resource=${encodeURIComponent(resource)}`,
        null,
        'application/jrd+json'
      )
    const found = await find(`acct:sport@${town.host}`)
    expect(JSON.parse(found.text)).toMatchObject({
      subject: `acct:sport@${town.host}`,
      links: expect.arrayContaining([expect.objectContaining({ rel: 'self', href: town.department.address })])
    })
    expect((await find(town.actor.address)).status).toBe(200)
    expect((await find(`acct:nobody@${town.host}`)).status).toBe(404)
    expect((await find('acct:sport@elsewhere.test')).status).toBe(404)
  })

  test('the handle may stand under another domain than the site', async () => {
    await town.in((tx) => tx.updateTable('municipality').set({ handle_domain: 'musterstadt.example' }).execute())
    const home = await town.home()
    const find = async (resource: string) => {
      const { serveFediverse } = await import('./serve.ts')
      const address = `https://musterstadt.example/.well-known/webfinger?resource=${encodeURIComponent(resource)}`
      return (await serveFediverse(new Request(address), home))!
    }
    const found = await find('acct:sport@musterstadt.example')
    expect(await found.json()).toMatchObject({
      subject: 'acct:sport@musterstadt.example',
      links: expect.arrayContaining([expect.objectContaining({ rel: 'self', href: town.department.address })])
    })
    expect((await find(`acct:sport@${town.host}`)).status).toBe(200)
    await town.in((tx) => tx.updateTable('municipality').set({ handle_domain: town.host }).execute())
  })

  test('NodeInfo, host-meta, outbox and the number of followers are public, the followers are not', async () => {
    expect((await peer.get(`${town.origin}/.well-known/host-meta`)).text).toContain('webfinger?resource={uri}')
    const info = JSON.parse((await peer.get(`${town.origin}/.well-known/nodeinfo`, null, 'application/json')).text)
    const nodeInfo = JSON.parse((await peer.get(info.links[0].href, null, 'application/json')).text)
    expect(nodeInfo).toMatchObject({ software: { name: 'ortsgespraech' }, protocols: ['activitypub'] })
    await publish(town, 'Im Postausgang')
    await arrived(peer, 'Create')
    const outbox = JSON.parse((await peer.get(`${town.actor.address}/outbox`)).text)
    expect(outbox.totalItems).toBe(1)
    const page = JSON.parse((await peer.get(outbox.first)).text)
    expect(page.orderedItems[0]).toMatchObject({ type: 'Create' })
    const followers = JSON.parse((await peer.get(`${town.actor.address}/followers`)).text)
    expect(followers.totalItems).toBe(3)
    expect((await peer.get(followers.first)).text).not.toContain('ben')
  })

  test('a changed profile is told to followers, and may be the new home of an old account', async () => {
    const old = `${other.origin}/users/mia`
    await town.in((tx) =>
      changeActor(tx, system, {
        actor: town.actor.id,
        name: 'Musterstadt am Muster',
        summary: 'Neu.',
        fields: [{ name: 'Website', value: town.origin }],
        imageId: null,
        alsoKnownAs: [old]
      })
    )
    const [update] = await arrived(peer, 'Update')
    expect(update).toMatchObject({
      problem: null,
      activity: { object: { id: town.actor.address, name: 'Musterstadt am Muster' } }
    })
    const shown = JSON.parse((await peer.get(town.actor.address)).text)
    expect([shown.alsoKnownAs].flat()).toEqual([old])
  })

  test('a town whose address is not proven answers nobody', async () => {
    await town.in((tx) => tx.updateTable('municipality').set({ settings: '{}' }).execute())
    const home = await town.home()
    const { serveFediverse } = await import('./serve.ts')
    const asked = await serveFediverse(new Request(town.actor.address), home)
    expect(asked?.status).toBe(404)
    await town.in((tx) =>
      tx
        .updateTable('municipality')
        .set({ settings: JSON.stringify({ addressConfirmedAt: new Date().toISOString() }) })
        .execute()
    )
  })
})
