// The built program with a small town on it, for tests of the site and of the composer.
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll } from 'vitest'
import { holdStorage, storeImage } from '#platform/media/images.ts'
import { createPost } from '#posts/create.ts'
import { addImage } from '#posts/images.ts'
import { publishPost } from '#posts/publish.ts'
import { makeSmallTown, type SmallTown } from '#posts/town.fixture.ts'
import type { DraftInput } from '#posts/types.ts'
import { ask, type Answer, type Question } from '../world/ask.ts'
import { freePort, startProgram, type Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'

export interface LivingTown extends SmallTown {
  origin: string
  get(path: string, question?: Question): Promise<Answer>
  /** Sends a form as a browser does. */
  post(path: string, fields: Record<string, string>): Promise<Answer>
  publish(given: Partial<DraftInput>): Promise<{ id: string; slug: string; path: string }>
  picture(alt: string): Promise<string>
}

/** Starts it once for the file. */
export function useLivingTown(env: () => Record<string, string> = () => ({})): () => LivingTown {
  const world = useWorld()
  let program: Program
  let town: LivingTown
  beforeAll(async () => {
    const port = await freePort()
    const host = `localhost:${port}`
    await holdStorage(join(world().directory, 'media'))
    const small = await makeSmallTown(host)
    program = await startProgram(world(), { port, env: env() })
    const origin = `http://${host}`
    const act = small.act
    town = {
      ...small,
      origin,
      get: (path, question = {}) => ask(origin + path, question),
      post: (path, fields) =>
        ask(origin + path, {
          method: 'POST',
          headers: { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
          body: new URLSearchParams(fields).toString()
        }),
      publish: (given) =>
        act(async (tx) => {
          const post = await createPost(tx, small.editor, { unitId: small.sportUnitId, body: 'Ein Satz.', ...given })
          const { slug } = await publishPost(tx, small.editor, { post: post.id, revision: post.revision })
          return { id: post.id, slug, path: `/beitrag/${slug}` }
        }),
      picture: async (alt) => {
        const bytes = await sharp({ create: { width: 1000, height: 600, channels: 3, background: '#0a7' } })
          .png()
          .toBuffer()
        const image = await storeImage(small.id, bytes)
        return (await act((tx) => addImage(tx, small.editor, { image, alt }))).id
      }
    }
  })
  afterAll(async () => {
    await program?.stop()
  })
  return () => town
}
