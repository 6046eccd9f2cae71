import { AxeBuilder } from '@axe-core/playwright'
import { describe, expect, test } from 'vitest'
import { approveMessage } from '#dialogue/moderate.ts'
import { answer } from '#dialogue/answer.ts'
import { readOwnComment } from '#dialogue/ownComment.ts'
import { hashToken } from '#platform/id.ts'
import { correctPost } from '#posts/correct.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { withdrawPost } from '#posts/withdraw.ts'
import { openPage } from '../world/browser.ts'
import { useLivingTown } from './town.ts'

const town = useLivingTown()
const sections = '## Was neu ist\n\nText.\n\n## Preise\n\nText.\n\n## Wo\n\nText.'

describe('an article', () => {
  test('has contents from three headings on, ships one small script for the form, and can be kept by readers only after asking', async () => {
    const imageId = await town().picture('Das Becken')
    const { path } = await town().publish({
      title: 'Freibad <öffnet> & mehr',
      lead: 'Am 1. Mai.',
      body: sections,
      goals: ['Bewegte Stadt'],
      imageId
    })
    const page = await town().get(path)
    expect(page.status).toBe(200)
    expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', etag: expect.any(String) })
    expect(page.headers).not.toHaveProperty('x-page-cache')
    expect(page.headers).not.toHaveProperty('set-cookie')
    expect(page.text).toContain('href="#zu-was-neu-ist"')
    expect(page.text).toContain('dient dem Ziel')
    expect(page.text).toContain('<title>Freibad &lt;öffnet> &amp; mehr')
    expect(page.text).toContain(`<link rel="canonical" href="${town().origin}${path}"`)
    expect(page.text).toMatch(/property="og:image" content="http[^"]+\.jpg"/)
    const scripts = [...page.text.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)]
    expect(scripts.map((script) => script[1]!.trim())).toEqual([
      'type="application/ld+json"',
      'src="/kommentar.js" defer=""'
    ])
    expect(JSON.parse(scripts[0]![2]!)).toMatchObject({ '@type': 'NewsArticle', headline: 'Freibad <öffnet> & mehr' })
    const again = await town().get(path, { headers: { 'if-none-match': page.headers.etag! } })
    expect(again.status).toBe(304)
    const short = await town().publish({ title: 'Kurz', body: '## Eins\n\nText.' })
    expect((await town().get(short.path)).text).not.toContain('Inhalt</h2>')
  })

  test('is new within a second after a correction, and says what was corrected', async () => {
    const post = await town().publish({ title: 'Uhrzeit', body: 'Um sieben.' })
    for (let times = 0; times < 3; times++) expect((await town().get(post.path)).text).toContain('Um sieben')
    await town().act(async (tx) => {
      const draft = { title: 'Uhrzeit', lead: '', body: 'Um acht.', unitId: town().sportUnitId }
      const { revision } = await saveDraft(tx, town().editor, { post: post.id, revision: 1, draft })
      await correctPost(tx, town().editor, { post: post.id, revision, note: 'Die Uhrzeit war falsch.' })
    })
    const changedAt = performance.now()
    await expect.poll(async () => (await town().get(post.path)).text, { interval: 20 }).toContain('Um acht')
    expect(performance.now() - changedAt).toBeLessThan(1000)
    expect((await town().get(post.path)).text).toContain('Die Uhrzeit war falsch.')
  })

  test('that was withdrawn keeps its address, says why, and is gone for machines', async () => {
    const post = await town().publish({ title: 'Fest', body: 'Geheimes Programm.' })
    await town().get(post.path)
    await town().act((tx) => withdrawPost(tx, town().editor, { post: post.id, reason: 'Das Fest fällt aus.' }))
    await expect.poll(async () => (await town().get(post.path)).status).toBe(410)
    const { text } = await town().get(post.path)
    expect(text).toContain('Das Fest fällt aus.')
    expect(text).not.toContain('Geheimes Programm')
    expect((await town().get('/feed.rss')).text).not.toContain('Geheimes Programm')
    expect((await town().get('/sitemap.xml')).text).not.toContain(post.path)
  })

  test('takes a comment without an account and without a script, shows it when approved, with the answer below', async () => {
    const post = await town().publish({ title: 'Frühschwimmen' })
    await town().get(post.path)
    const empty = await town().post(post.path, { name: 'Schwimmerin', text: '', email: '' })
    expect(empty.status).toBe(400)
    expect(empty.text).toContain('value="Schwimmerin"')
    const sent = await town().post(post.path, {
      name: 'Schwimmerin',
      text: 'Gibt es <b>Frühschwimmen</b>?',
      email: '',
      notice: 'x'
    })
    expect(sent.status).toBe(303)
    const token = /\/k\/([\w-]+)/.exec(sent.headers.location!)![1]!
    const own = await town().get(sent.headers.location!)
    expect(own.headers['cache-control']).toContain('no-store')
    expect(own.text).toContain('Gibt es &lt;b&gt;Frühschwimmen')
    expect((await town().get(post.path)).text).not.toContain('Frühschwimmen&lt;')
    const { id: message } = await town().act((tx) => readOwnComment(tx, token))
    await town().act((tx) => approveMessage(tx, town().editor, { message }))
    await expect.poll(async () => (await town().get(post.path)).text).toContain('Gibt es &lt;b&gt;Frühschwimmen')
    await town().act(async (tx) => {
      const row = await tx
        .selectFrom('message')
        .select('conversation_id')
        .where('link_hash', '=', hashToken(token))
        .executeTakeFirstOrThrow()
      await answer(tx, town().editor, { conversation: row.conversation_id, text: 'Ja, ab halb sieben.', seen: 0 })
    })
    await expect.poll(async () => (await town().get(post.path)).text).toContain('1 Antwort der Verwaltung')
  })
})

describe('around the articles', () => {
  test('lists, topics and search show what is published, and only that', async () => {
    await town().publish({
      title: 'Rathaus offen',
      topics: ['Bürgerservice'],
      body: 'Der Schalter ist wieder besetzt.'
    })
    await expect.poll(async () => (await town().get('/')).text).toContain('Rathaus offen')
    expect((await town().get('/themen')).text).toContain('/themen/buergerservice')
    expect((await town().get('/themen/buergerservice')).text).toContain('Rathaus offen')
    expect((await town().get('/themen/gibt-es-nicht')).status).toBe(404)
    expect((await town().get('/suche?q=Schalter')).text).toContain('Rathaus offen')
    expect((await town().get('/suche?q=xyzzy')).text).toContain('Nichts gefunden')
    expect((await town().get('/?before=unsinn')).status).toBe(200)
  })

  test('feeds in three formats hold the whole text with absolute addresses', async () => {
    await town().publish({ title: 'Feed & Flut', lead: 'Kurz.', body: 'Ganzer [Text](/themen).', topics: ['Wasser'] })
    await expect.poll(async () => (await town().get('/feed.json')).text).toContain('Feed & Flut')
    const json = JSON.parse((await town().get('/feed.json')).text) as { items: { url: string; content_html: string }[] }
    expect(json.items[0]!.url).toBe(`${town().origin}/beitrag/feed-und-flut`)
    expect(json.items[0]!.content_html).toContain(`href="${town().origin}/themen"`)
    const rss = await town().get('/feed.rss')
    expect(rss.headers['content-type']).toContain('application/rss+xml')
    expect(rss.text).toContain('Ganzer')
    expect((await town().get('/feed.atom')).text).toContain('<feed xmlns="http://www.w3.org/2005/Atom"')
    expect((await town().get('/themen/wasser/feed.rss')).text).toContain('<![CDATA[Feed & Flut]]>')
    expect((await town().get('/feed.pdf')).status).toBe(404)
    expect((await town().get('/robots.txt')).text).toContain(`${town().origin}/sitemap.xml`)
    expect((await town().get('/sitemap.xml')).text).toContain('/beitrag/feed-und-flut</loc>')
  })

  test('pictures never change and may be kept for ever', async () => {
    const { path } = await town().publish({ title: 'Bild', imageId: await town().picture('Grün') })
    const src = /src="(\/media\/[^"]+)"/.exec((await town().get(path)).text)![1]!
    const picture = await town().get(src)
    expect(picture.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=86400'
    })
    expect(picture.body.length).toBeGreaterThan(50)
    expect((await town().get(src, { headers: { 'if-none-match': picture.headers.etag! } })).status).toBe(304)
    expect((await town().get(src.replace(/\d+\.webp/, '7.webp'))).status).toBe(404)
    expect((await town().get('/media/..%2f..%2fetc/passwd')).status).toBe(404)
  })

  test('the legal texts say what is not filled in yet', async () => {
    for (const path of ['/impressum', '/datenschutz', '/spielregeln', '/barrierefreiheit', '/abo']) {
      expect((await town().get(path)).status, path).toBe(200)
    }
    expect((await town().get('/impressum')).text).toContain('Diese Seite ist noch nicht vollständig')
    expect((await town().get('/impressum?lang=en')).text).toContain('This page is not complete yet')
  })

  test('a barrier can be reported and reaches the inbox, unseen by others', async () => {
    const sent = await town().post('/barrierefreiheit', {
      text: 'Das Menü geht nicht.',
      page: '/themen',
      contact: '',
      homepage: ''
    })
    expect(sent.status).toBe(303)
    expect((await town().get(sent.headers.location!)).text).toContain('Ihre Meldung ist angekommen')
    const rows = await town().act((tx) =>
      tx.selectFrom('conversation').select(['visibility', 'last_excerpt']).where('post_id', 'is', null).execute()
    )
    expect(rows).toMatchObject([{ visibility: 'direct' }])
  })
})

const views = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' }
] as const

test.for(views)(
  'every page kind is accessible at $width pixels in $colorScheme, and never scrolls sideways',
  { timeout: 120_000 },
  async ({ width, colorScheme }) => {
    const long = `Donaudampfschifffahrtsgesellschaftskapitänsmütze${'x'.repeat(60)}`
    const post = await town().publish({
      title: `Seite mit allem ${long}`,
      lead: 'Vorspann.',
      body: `${sections}\n\n| A | B |\n| - | - |\n| 1 | ${long} |`,
      topics: ['Alles'],
      imageId: await town().picture('Etwas')
    })
    const text = `Eine Frage ${width} ${colorScheme}? ${long}`
    const sent = await town().post(post.path, { name: 'Leserin', text, email: '' })
    const link = sent.headers.location!
    const { id: message } = await town().act((tx) => readOwnComment(tx, /\/k\/([\w-]+)/.exec(link)![1]!))
    await town().act((tx) => approveMessage(tx, town().editor, { message }))
    const fixed = ['/', '/themen', '/themen/alles', '/suche?q=Seite', '/abo', '/impressum', '/barrierefreiheit']
    const paths = [...fixed, post.path, `${post.path}?antwort=${message}`, link, '/gibt-es-nicht']
    await using opened = await openPage({ viewport: { width, height: 900 }, colorScheme })
    for (const path of paths) {
      await opened.page.goto(town().origin + path)
      const { violations } = await new AxeBuilder({ page: opened.page as never }).analyze()
      const faults = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)
      expect(faults, path).toEqual([])
      const needed = await opened.page.evaluate('document.documentElement.scrollWidth')
      expect(needed, path).toBeLessThanOrEqual(width)
    }
    expect(opened.complaints.filter((line) => !line.includes('404'))).toEqual([])
  }
)
