// The town that benchmarks run on, made by the use cases: an article of 700 words with 30 comments, five of them answered.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answer } from '#dialogue/answer.ts'
import { submitComment } from '#dialogue/comment.ts'
import { approveMessage } from '#dialogue/moderate.ts'
import { createMunicipality } from '#municipality/create.ts'
import { loadPerson } from '#people/person.ts'
import { inMunicipality } from '#platform/database/database.ts'
import { installation } from '#platform/installation.ts'
import { createPost } from '#posts/create.ts'
import { publishPost } from '#posts/publish.ts'
import { readArticle } from '#posts/queries.ts'
import { postPath } from '#posts/slug.ts'
import { ask } from '../tests/world/ask.ts'
import { runOn } from '../tests/operation/installation.ts'
import type { Program } from '../tests/world/server.ts'

export const host = 'www.musterstadt.example'
export const editor = { email: 'erika@musterstadt.example', password: 'ein langer Satz als Kennwort' }
/** As people count; the program does not count dashes. */
const words = 712
const comments = 30
const answers = 5

export interface BenchTown {
  municipalityId: string
  /** The article's path on the site. */
  path: string
  postId: string
  rootUnitId: string
  editorId: string
  /** Asks a running program for the article. @throws Error when it is not there */
  read(program: Program): Promise<Buffer>
}

/** Makes the town in a data directory that no program runs on. */
export async function fillTown(dataDirectory: string): Promise<BenchTown> {
  const running = await runOn(dataDirectory)
  try {
    return await makeTown()
  } finally {
    await running.stop()
  }
}

async function makeTown(): Promise<BenchTown> {
  const { municipalityId, rootUnitId, unitIds, firstPerson } = await createMunicipality({
    name: 'Musterstadt',
    kind: 'stadt',
    land: 'DE-NW',
    siteHost: host,
    units: ['Amt für Sport', 'Amt für Verkehr'],
    firstPerson: { name: 'Erika Muster', ...editor }
  })
  const body = await articleText()
  const postId = await inMunicipality(municipalityId, async (tx) => {
    const who = (await loadPerson(tx, firstPerson.personId))!
    const post = await createPost(tx, who, {
      unitId: unitIds[0]!,
      title: 'Was sich in diesem Jahr in Musterstadt ändert',
      lead: 'Ein Überblick für alle, die wissen möchten, was geplant ist.',
      body,
      topics: ['Stadtentwicklung'],
      goals: ['Bewegte Stadt']
    })
    await publishPost(tx, who, { post: post.id, revision: post.revision })
    return post.id
  })
  for (let number = 1; number <= comments; number++) {
    await inMunicipality(municipalityId, async (tx) => {
      const who = (await loadPerson(tx, firstPerson.personId))!
      const { message, conversation } = await submitComment(tx, {
        post: postId,
        name: `Bürgerin ${number}`,
        text: `Das ist der Kommentar Nummer ${number}. Ich wüsste gern, ab wann das gilt und an wen man sich wenden kann.\n\nVielen Dank für die Auskunft und die Mühe!`,
        address: '192.0.2.1'
      })
      await approveMessage(tx, who, { message })
      if (number <= answers)
        await answer(tx, who, { conversation, text: 'Das gilt ab Mai. Fragen beantwortet das Amt.', seen: 0 })
    })
  }
  const path = await inMunicipality(municipalityId, async (tx) => {
    const { slug } = await tx.selectFrom('post').select('slug').where('id', '=', postId).executeTakeFirstOrThrow()
    if (!(await readArticle(tx, slug))) throw new Error('the article is not public')
    return postPath({ slug })
  })
  return {
    municipalityId,
    path,
    postId,
    rootUnitId,
    editorId: firstPerson.personId,
    async read({ origin }) {
      const { status, body } = await ask(origin + path, {
        headers: { host, accept: 'text/html', 'accept-language': 'de' }
      })
      if (status !== 200 || !body.includes(`Kommentar Nummer ${comments}`))
        throw new Error(`the article answers ${status}`)
      return body
    }
  }
}

/** Real municipal prose with headings and lists, from the drills. */
async function articleText(): Promise<string> {
  const folder = join(installation(), 'content/drills/musterstadt')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted()
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  const paragraphs = texts
    .join('\n\n')
    .replaceAll(/\{\{[^}]*\}\}/g, '1. Mai')
    .split(/\n\n+/)
    .filter((text) => !text.startsWith('!'))
  let count = 0
  const kept: string[] = []
  for (const paragraph of paragraphs) {
    const own = paragraph.split(/\s+/)
    kept.push(count + own.length > words ? own.slice(0, words - count).join(' ') : paragraph)
    count += own.length
    if (count >= words) break
  }
  return kept.join('\n\n')
}
