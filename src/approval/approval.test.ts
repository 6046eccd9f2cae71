import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { moveClock, now, resetClock } from '#platform/clock/clock.ts'
import { formatLocal } from '#platform/clock/clock.ts'
import { correctPost } from '#posts/correct.ts'
import { publishPost } from '#posts/publish.ts'
import { saveDraft } from '#posts/save-draft.ts'
import { schedulePost, sweepSchedule } from '#posts/schedule.ts'
import { withdrawPost } from '#posts/withdraw.ts'
import { setCrisisMode } from '#review/crisis.ts'
import { countReviews, listReviews, openReviewFor, trailOf } from '#review/queries.ts'
import { setLevel } from '#review/set-level.ts'
import { comment, giveFeedback, inviteReviewer } from '#review/take-part.ts'
import { system } from '#people/types.ts'
import { useWorld } from '../../tests/world/world.ts'
import { approve } from './approve.ts'
import { finishReview } from './finish.ts'
import { requestChanges, takeBack } from './send-back.ts'
import { makeReviewTown, type ReviewTown } from './town.fixture.ts'

useWorld()
let town: ReviewTown
beforeAll(async () => {
  town = await makeReviewTown()
})
afterEach(resetClock)

const change = (post: string, who = town.expert, body = 'Anders.') =>
  town.act(async (tx) => {
    const row = await tx.selectFrom('post').selectAll().where('id', '=', post).executeTakeFirstOrThrow()
    const draft = { title: row.draft_title, lead: '', body, unitId: row.unit_id }
    return saveDraft(tx, who, { post, revision: row.draft_revision, draft })
  })

/** The expert asks for an approval. */
async function ask(given: Parameters<ReviewTown['draft']>[1] = {}, reviewer?: string) {
  const draft = await town.draft(town.expert, given)
  const { review } = await town.act((tx) => publishPost(tx, town.expert, { ...draft, reviewer }))
  return { ...draft, review: review! }
}

describe('an approval', () => {
  test('blocks: nothing is out, the text stands still, and whoever is nearest is asked', async () => {
    const { post, review, revision } = await ask()
    expect(await town.post(post)).toMatchObject({ state: 'in_review', published_at: null, review_id: review })
    await expect(change(post)).rejects.toMatchObject({ key: 'reviews.isInReview' })
    await expect(town.act((tx) => publishPost(tx, town.editor, { post, revision }))).rejects.toMatchObject({
      key: 'reviews.isInReview'
    })
    const { review: opened, may } = await town.act((tx) => openReviewFor(tx, town.head, review))
    expect(opened.asked.map(({ name }) => name)).toEqual(['Lea Leitung'])
    expect(may).toMatchObject({ decide: true, isOwn: false })
    expect((await town.act((tx) => listReviews(tx, town.head))).approve.map(({ id }) => id)).toContain(review)
    expect((await town.act((tx) => countReviews(tx, town.expert))).approve).toBe(0)
  })

  test('that is given lets happen what was asked for, in the name of who wrote it', async () => {
    const { post, review, revision } = await ask()
    const done = await town.act((tx) => approve(tx, { who: town.colleague, review }, { revision, note: 'Schön.' }))
    expect(done.outcome).toBe('done')
    expect(await town.post(post)).toMatchObject({ state: 'published', version_number: 1, review_id: null })
    const version = await town.act((tx) =>
      tx.selectFrom('post_version').select('author_id').where('post_id', '=', post).executeTakeFirstOrThrow()
    )
    expect(version.author_id).toBe(town.expert.id)
    const [trail] = await town.act((tx) => trailOf(tx, post))
    expect(trail).toMatchObject({ state: 'approved', revision: 1, reasons: ['levelBefore'], by: 'expert' })
    expect(trail!.steps.map(({ what, name, note }) => [what, name, note])).toEqual([
      ['asked', 'expert', ''],
      ['approved', 'Kai Kollege', 'Schön.']
    ])
  })

  test('is never given by an author, nor by another role or account of theirs', async () => {
    const { post, revision } = await town.draft(town.expert)
    await change(post, town.colleague)
    const row = await town.post(post)
    const { review } = await town.act((tx) => publishPost(tx, town.expert, { post, revision: row.draft_revision }))
    await expect(
      town.act((tx) => approve(tx, { who: town.colleague, review: review! }, { revision: row.draft_revision }))
    ).rejects.toMatchObject({ key: 'reviews.own', status: 403 })
    const twice = await town.hire('Zwei', 'leader', town.sportUnitId, 'expertin+leitung@stadt.example')
    const own = await town.hire('Eins', 'expert', town.sportUnitId, 'expertin@stadt.example')
    const other = await town.draft(own)
    const asked = await town.act((tx) => publishPost(tx, own, other))
    expect((await town.act((tx) => openReviewFor(tx, own, asked.review!))).may.decide).toBe(false)
    await expect(
      town.act((tx) => approve(tx, { who: twice, review: asked.review! }, { revision: 1 }))
    ).rejects.toMatchObject({ key: 'reviews.own' })
    expect(await town.post(other.post)).toMatchObject({ state: 'in_review' })
    expect(revision).toBe(1)
  })

  test('is not given by who has no right, nor by who is asked for feedback only', async () => {
    const { review, revision } = await ask()
    const other = await town.hire('Fremd', 'expert', town.trafficUnitId)
    await expect(town.act((tx) => approve(tx, { who: other, review }, { revision }))).rejects.toMatchObject({
      status: 403
    })
    await town.act((tx) => inviteReviewer(tx, town.expert, { review, person: other.id, feedbackOnly: true }))
    await town.act((tx) => inviteReviewer(tx, town.expert, { review, person: town.colleague.id, feedbackOnly: true }))
    for (const who of [other, town.colleague]) {
      const { may } = await town.act((tx) => openReviewFor(tx, who, review))
      expect(may).toMatchObject({ decide: false, feedbackOnly: true })
      await expect(town.act((tx) => approve(tx, { who, review }, { revision }))).rejects.toMatchObject({ status: 403 })
    }
    await town.act((tx) => giveFeedback(tx, { who: other, review }, { note: 'Liest sich gut.' }))
    expect(await town.review(review)).toMatchObject({ state: 'open' })
  })

  test('wanted twice at once: one wins, the other is told who did', async () => {
    const { post, review, revision } = await ask()
    const settled = await Promise.allSettled(
      [town.colleague, town.head].map((who) => town.act((tx) => approve(tx, { who, review }, { revision })))
    )
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const lost = settled.find((one) => one.status === 'rejected')!
    const winner = settled[0]!.status === 'fulfilled' ? town.colleague : town.head
    expect(lost.reason).toMatchObject({
      key: 'reviews.decidedMeanwhile',
      status: 409,
      data: { by: winner.name, state: 'approved' }
    })
    expect(await town.post(post)).toMatchObject({ state: 'published', version_number: 1 })
  })

  test('can be refused with changes at a passage, and begins anew after them', async () => {
    const { post, review } = await ask({ body: 'Es öffnet im Mai. Bestimmt.' })
    await expect(town.act((tx) => requestChanges(tx, { who: town.head, review }, { note: ' ' }))).rejects.toMatchObject(
      {
        fields: { note: 'reviews.changesMissing' }
      }
    )
    await expect(
      town.act((tx) => comment(tx, { who: town.head, review }, { note: 'Wirklich?', quote: 'im Juni' }))
    ).rejects.toMatchObject({ fields: { quote: 'reviews.quoteMissing' } })
    await town.act((tx) => comment(tx, { who: town.head, review }, { note: 'Wirklich?', quote: 'Bestimmt' }))
    await town.act((tx) => requestChanges(tx, { who: town.head, review }, { note: '' }))
    expect(await town.post(post)).toMatchObject({ state: 'draft', review_id: null, published_at: null })
    const [trail] = await town.act((tx) => trailOf(tx, post))
    expect(trail!.steps).toMatchObject([
      { what: 'asked' },
      { what: 'comment', quote: 'Bestimmt', field: 'body', note: 'Wirklich?' },
      { what: 'changes' }
    ])
    const { revision } = await change(post)
    const again = await town.act((tx) => publishPost(tx, town.expert, { post, revision }))
    expect(again.kind).toBe('approval')
    await town.act((tx) => takeBack(tx, town.expert, { review: again.review! }))
    expect(await town.post(post)).toMatchObject({ state: 'draft' })
    await expect(
      town.act((tx) => approve(tx, { who: town.head, review: again.review! }, { revision }))
    ).rejects.toMatchObject({ key: 'reviews.decidedMeanwhile' })
  })

  test('holds for the exact text: a change voids it, and what was planned goes back', async () => {
    const draft = await town.draft(town.expert)
    const at = formatLocal(new Date(now().getTime() + 3_600_000), 'Europe/Berlin')
    const { review } = await town.act((tx) => schedulePost(tx, town.expert, { ...draft, at }))
    await town.act((tx) => approve(tx, { who: town.head, review: review! }, { revision: draft.revision }))
    expect(await town.post(draft.post)).toMatchObject({ state: 'scheduled', approval_id: review })
    await change(draft.post, town.editor)
    expect(await town.post(draft.post)).toMatchObject({
      state: 'draft',
      approval_id: null,
      schedule_problem: 'posts.approvalVoid'
    })
    expect(await town.review(review!)).toMatchObject({ state: 'void' })
    moveClock({ byMs: 2 * 3_600_000 })
    await sweepSchedule(town.id)
    expect(await town.post(draft.post)).toMatchObject({ state: 'draft', version_number: 0 })
  })

  test('that comes after the planned time publishes nothing, but holds for its author', async () => {
    const draft = await town.draft(town.expert)
    const at = formatLocal(new Date(now().getTime() + 3_600_000), 'Europe/Berlin')
    const { review } = await town.act((tx) => schedulePost(tx, town.expert, { ...draft, at }))
    moveClock({ byMs: 2 * 3_600_000 })
    const done = await town.act((tx) => approve(tx, { who: town.head, review: review! }, { revision: 1 }))
    expect(done.outcome).toBe('tooLate')
    expect(await town.post(draft.post)).toMatchObject({ state: 'draft', schedule_problem: 'posts.approvedTooLate' })
    const gone = await town.act((tx) => publishPost(tx, town.expert, draft))
    expect(gone).toMatchObject({ kind: 'now', version: 1 })
  })

  test('does not cover a channel that vanished: nothing goes out, and the state says so', async () => {
    const channel = await town.act((tx) =>
      tx
        .insertInto('channel')
        .values({ id: crypto.randomUUID(), network: 'practice', unit_id: town.rootUnitId, name: 'Übung' })
        .returning('id')
        .executeTakeFirstOrThrow()
    )
    const close = (state: string) =>
      town.act((tx) => tx.updateTable('channel').set({ state }).where('id', '=', channel.id).execute())
    const first = await ask()
    await close('closed')
    const done = await town.act((tx) => approve(tx, { who: town.head, review: first.review }, { revision: 1 }))
    expect(done).toEqual({ outcome: 'channelGone', channels: ['Übung'] })
    expect(await town.post(first.post)).toMatchObject({ state: 'draft', schedule_problem: 'posts.channelGone' })
    // Whoever presses the button now sees where it still goes.
    expect(await town.act((tx) => publishPost(tx, town.expert, first))).toMatchObject({ kind: 'now' })
    await close('live')
    const later = await town.draft(town.expert)
    const at = formatLocal(new Date(now().getTime() + 3_600_000), 'Europe/Berlin')
    const { review } = await town.act((tx) => schedulePost(tx, town.expert, { ...later, at }))
    await town.act((tx) => approve(tx, { who: town.head, review: review! }, { revision: 1 }))
    await close('closed')
    moveClock({ byMs: 2 * 3_600_000 })
    await sweepSchedule(town.id)
    expect(await town.post(later.post)).toMatchObject({ state: 'draft', schedule_problem: 'posts.channelGone' })
    const [trail] = await town.act((tx) => trailOf(tx, later.post))
    expect(trail!.steps.at(-1)).toMatchObject({ what: 'stopped', note: 'Übung' })
  })

  test('of a correction leaves the old version until it is given', async () => {
    const { post, review } = await ask()
    await town.act((tx) => approve(tx, { who: town.head, review }, { revision: 1 }))
    const { revision } = await change(post)
    const asked = await town.act((tx) => correctPost(tx, town.expert, { post, revision, note: 'Datum' }))
    expect(asked).toMatchObject({ kind: 'approval', version: 1 })
    expect(await town.post(post)).toMatchObject({ state: 'published', version_number: 1 })
    await town.act((tx) => approve(tx, { who: town.head, review: asked.review! }, { revision }))
    expect(await town.post(post)).toMatchObject({ state: 'published', version_number: 2, review_id: null })
  })
})

describe('a look afterwards', () => {
  test('is asked for what went out at once, by the end of the next working day', async () => {
    moveClock({ to: new Date('2031-01-03T09:00:00Z') })
    const draft = await town.draft(town.editor, { unitId: town.rootUnitId })
    const { kind, review } = await town.act((tx) => publishPost(tx, town.editor, draft))
    expect(kind).toBe('now-review-after')
    expect(await town.post(draft.post)).toMatchObject({ state: 'published' })
    expect(await town.review(review!)).toMatchObject({
      kind: 'after',
      state: 'open',
      due_at: new Date('2031-01-06T15:00:00Z')
    })
    await expect(
      town.act((tx) => finishReview(tx, { who: town.editor, review: review! }, { outcome: 'fine' }))
    ).rejects.toMatchObject({ key: 'reviews.own' })
    await town.act((tx) => finishReview(tx, { who: town.colleague, review: review! }, { outcome: 'fine' }))
    expect(await town.review(review!)).toMatchObject({ state: 'fine', decided_by: town.colleague.id })
  })

  test('ends in what really happened', async () => {
    const draft = await town.draft(town.editor, { unitId: town.rootUnitId })
    const { review } = await town.act((tx) => publishPost(tx, town.editor, draft))
    const end = (outcome: 'corrected' | 'withdrawn' | 'talked') =>
      town.act((tx) => finishReview(tx, { who: town.colleague, review: review! }, { outcome }))
    await expect(end('corrected')).rejects.toMatchObject({ key: 'reviews.notCorrected' })
    await expect(end('withdrawn')).rejects.toMatchObject({ key: 'reviews.notWithdrawn' })
    await town.act((tx) => withdrawPost(tx, town.editor, { post: draft.post, reason: 'Falsch' }))
    await end('withdrawn')
    expect(await town.review(review!)).toMatchObject({ state: 'withdrawn' })
  })

  test('of who speaks freely is drawn by a seed that was fixed before, and can be computed again', async () => {
    const { drawValue } = await import('#review/sample.ts')
    const { settleTrust } = await import('#review/settings.ts')
    await town.act((tx) => settleTrust(tx, town.mayor, { sampleShare: 0.5 }))
    const reviews: (string | null)[] = []
    for (let count = 0; count < 12; count++) {
      const draft = await town.draft(town.mayor)
      const { kind, review } = await town.act((tx) => publishPost(tx, town.mayor, draft))
      expect(kind).toBe('now-sample')
      reviews.push(review)
    }
    const draws = await town.act((tx) =>
      tx
        .selectFrom('sample_draw')
        .innerJoin('sample_seed', 'sample_seed.month', 'sample_draw.month')
        .selectAll('sample_draw')
        .select('sample_seed.seed')
        .orderBy('at')
        .execute()
    )
    expect(draws).toHaveLength(12)
    for (const one of draws) {
      expect(one.value).toBeCloseTo(drawValue(one.seed, one.subject_id, one.version_number), 12)
      expect(one.chosen).toBe(one.value < 0.5)
    }
    expect(reviews.map((one) => one !== null)).toEqual(draws.map(({ chosen }) => chosen))
    await expect(town.act((tx) => tx.updateTable('sample_seed').set({ seed: 'besser' }).execute())).rejects.toThrow(
      'immutable'
    )
  })
})

describe('topics, crises and levels', () => {
  test('a topic with four eyes asks everybody for an approval, unless it is switched off', async () => {
    const draft = await town.draft(town.mayor, { fourEyes: ['wahlen'] })
    const asked = await town.act((tx) => publishPost(tx, town.mayor, draft))
    expect(asked.kind).toBe('approval')
    const { settleTopic } = await import('#review/topics.ts')
    await town.act((tx) => settleTopic(tx, town.mayor, { key: 'wahlen', name: 'Wahlen', words: ['Wahl'], isOff: true }))
    const other = await town.draft(town.mayor, { fourEyes: ['wahlen', 'gibtsnicht'] })
    expect((await town.act((tx) => publishPost(tx, town.mayor, other))).kind).toBe('now-sample')
    await town.act((tx) =>
      settleTopic(tx, town.mayor, { key: 'wahlen', name: 'Wahlen', words: ['Wahl'], isOff: false })
    )
  })

  test('in a crisis even who is at “before” goes out at once, and is looked at afterwards', async () => {
    await town.act((tx) => setCrisisMode(tx, true))
    const draft = await town.draft(town.expert, { fourEyes: ['wahlen'] })
    const gone = await town.act((tx) => publishPost(tx, town.expert, draft))
    await town.act((tx) => setCrisisMode(tx, false))
    expect(gone).toMatchObject({ kind: 'now-review-after', version: 1 })
    expect(await town.review(gone.review!)).toMatchObject({ kind: 'after', reasons: ['crisis'] })
  })

  test('a level is set by leaders of the unit, with a reason, not for oneself, and is told', async () => {
    const set = (who: typeof town.head, person: string, reason: string, unit = town.sportUnitId) =>
      town.act((tx) => setLevel(tx, who, { person, unit, level: 'after', reason }))
    await expect(set(town.editor, town.expert.id, 'Geübt')).rejects.toMatchObject({ status: 403 })
    await expect(set(town.head, town.expert.id, 'Geübt', town.trafficUnitId)).rejects.toMatchObject({ status: 403 })
    await expect(set(town.head, town.head.id, 'Geübt')).rejects.toMatchObject({ key: 'reviews.ownLevel' })
    const [address] = await town.act((tx) =>
      tx.selectFrom('account').select('email').where('id', '=', town.head.accountId).execute()
    )
    const second = await town.hire('Zweitkonto', 'expert', town.sportUnitId, address!.email.replace('@', '+zwei@'))
    await expect(set(town.head, second.id, 'Geübt')).rejects.toMatchObject({ key: 'reviews.ownLevel' })
    await expect(set(town.head, town.expert.id, ' ')).rejects.toMatchObject({
      fields: { reason: 'reviews.levelReason' }
    })
    await set(town.head, town.expert.id, 'Geübt')
    const draft = await town.draft(town.expert)
    expect((await town.act((tx) => publishPost(tx, town.expert, draft))).kind).toBe('now-review-after')
    await town.act((tx) =>
      setLevel(tx, town.head, { person: town.expert.id, unit: town.sportUnitId, level: null, reason: 'Zurück' })
    )
    const told = await town.act((tx) =>
      tx
        .selectFrom('review_notice')
        .select('note')
        .where('person_id', '=', town.expert.id)
        .where('kind', '=', 'level')
        .execute()
    )
    expect(told.map(({ note }) => note).toSorted()).toEqual(['Geübt', 'Zurück'])
  })

  test('what was planned freely needs an approval at its time when the level was lowered meanwhile', async () => {
    const draft = await town.draft(town.editor)
    const at = formatLocal(new Date(now().getTime() + 3_600_000), 'Europe/Berlin')
    expect((await town.act((tx) => schedulePost(tx, town.editor, { ...draft, at }))).kind).toBe('now-review-after')
    const lower = (level: 'before' | null) =>
      town.act((tx) => setLevel(tx, system, { person: town.editor.id, unit: town.rootUnitId, level, reason: 'x' }))
    await lower('before')
    moveClock({ byMs: 2 * 3_600_000 })
    await sweepSchedule(town.id)
    await lower(null)
    expect(await town.post(draft.post)).toMatchObject({ state: 'draft', schedule_problem: 'posts.needsApprovalNow' })
  })

  test.each(['has left', 'lost the role'])('what was planned by somebody who %s is decided anew', async (what) => {
    const gone = await town.hire('Weg', 'editor', town.sportUnitId)
    const draft = await town.draft(gone)
    const at = formatLocal(new Date(now().getTime() + 3_600_000), 'Europe/Berlin')
    await town.act((tx) => schedulePost(tx, gone, { ...draft, at }))
    await town.act(async (tx) => {
      if (what === 'has left')
        await tx.updateTable('person').set({ left_at: now() }).where('id', '=', gone.id).execute()
      else await tx.deleteFrom('role').where('person_id', '=', gone.id).execute()
    })
    moveClock({ byMs: 2 * 3_600_000 })
    await sweepSchedule(town.id)
    expect(await town.post(draft.post)).toMatchObject({
      state: 'draft',
      version_number: 0,
      schedule_problem: 'posts.schedulerGone'
    })
  })

  test('what was approved goes out although whoever planned it has left', async () => {
    const gone = await town.hire('Weg auch', 'expert', town.sportUnitId)
    const draft = await town.draft(gone)
    const at = formatLocal(new Date(now().getTime() + 3_600_000), 'Europe/Berlin')
    const { review } = await town.act((tx) => schedulePost(tx, gone, { ...draft, at }))
    await town.act((tx) => approve(tx, { who: town.head, review: review! }, { revision: 1 }))
    await town.act((tx) => tx.updateTable('person').set({ left_at: now() }).where('id', '=', gone.id).execute())
    moveClock({ byMs: 2 * 3_600_000 })
    await sweepSchedule(town.id)
    expect(await town.post(draft.post)).toMatchObject({ state: 'published', version_number: 1 })
  })
})
