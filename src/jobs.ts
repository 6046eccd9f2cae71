// Every kind of job the program runs. What is not listed here never runs.
import type { Job } from '#platform/jobs/jobs.ts'

export const jobs: Job<any>[] = []
