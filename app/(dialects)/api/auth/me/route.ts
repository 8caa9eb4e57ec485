import { answerOpenSkillUser } from '@/lib/dialects/openskill';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getEndpoint(answerOpenSkillUser) });
