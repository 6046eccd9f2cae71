// The whole product in one test: a town with two actors, two servers of different make, people at browsers, and the built
// program between them; first as it should be, then with the program killed again and again.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Program } from '../world/server.ts'
import { useWorld } from '../world/world.ts'
import { check } from './outcome.ts'
import { atDesk, visitor, type Visitor } from './people.ts'
import { follow, tell, type Told } from './story.ts'
import { setScene, type Scene } from './town.ts'

const kills = 50
const seed = Number(process.env.LOOP_SEED ?? Math.trunc(Math.random() * 1_000_000))

const world = useWorld()
let scene: Scene
let desk: Visitor
let program: Program | undefined

beforeAll(async () => {
  scene = await setScene(world())
  program = await scene.start()
  desk = await atDesk(scene)
  await follow(scene)
})
afterAll(async () => {
  await program?.stop()
  await scene?.close()
})

describe('loop', () => {
  it('follow, publish, reply, comment, assign, answer both, correct, withdraw', { timeout: 60_000 }, async () => {
    const told = await tell(scene, desk, 0, true)
    const { repeats } = await check(scene, [told])
    expect(repeats).toBe(0)
    expect((await visitor(scene).get(told.path)).status).toBe(410)
  })

  it(`the same, killed ${kills} times (LOOP_SEED=${seed})`, { timeout: 300_000 }, async () => {
    const random = randomFrom(seed)
    const over = new AbortController()
    const haunting = haunt(random).finally(() => over.abort())
    const stories: Told[] = []
    while (!over.signal.aborted) stories.push(await tell(scene, desk, stories.length + 1, stories.length % 2 === 0))
    await haunting
    const { repeats, activities } = await check(scene, stories)
    console.log(
      `loop: seed ${seed}, ${kills} kills, ${stories.length} stories; ${activities} activities reached everybody, ` +
        `${repeats} of them came again, under the same id`
    )
  })
})

/** Kills and starts the program, now and then before it is ready; leaves it running at the end. */
async function haunt(random: () => number): Promise<void> {
  await program!.kill()
  for (let done = 1; done < kills; done++) {
    const end = new AbortController()
    const starting = scene.start(end.signal)
    if (random() < 0.2) {
      await pause(random() * 1500)
      end.abort()
      await starting.then(({ ended }) => ended).catch(() => {})
    } else {
      const { kill } = await starting
      await pause(random() * 1000)
      await kill()
    }
  }
  program = await scene.start()
}

/** The same figures for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
