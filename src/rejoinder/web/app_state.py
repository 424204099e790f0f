"""What every handler works with: one typed object, joined in `app`, which requests only read."""

from dataclasses import dataclass, field

from litestar import Litestar, Request
from litestar.datastructures import State

from rejoinder.article_reader import ArticleReader
from rejoinder.clock import Clock
from rejoinder.desk.alike import AlikeMemory
from rejoinder.desk.queue import QueueMemory
from rejoinder.desk_worker import DeskWorker
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.imported_judge import ImportedJudge
from rejoinder.jobs import Jobs
from rejoinder.moderation.actions.ask_outside import OutsideAsker
from rejoinder.policy_worker import PolicyWorker
from rejoinder.readership.actions import DailySaltCache
from rejoinder.readership.collector import Collector
from rejoinder.settings import Settings
from rejoinder.sign_on.fetching import Fetching
from rejoinder.storage import Database, StoreCache
from rejoinder.web.health import HealthCheck
from rejoinder.web.live.desk_streams import DeskStreams
from rejoinder.web.live.threads import LiveThreads
from rejoinder.web.numbers_cache import NumbersCache
from rejoinder.web.rate_limits import RateLimits
from rejoinder.web.sidebar import SidebarCache
from rejoinder.web.thread_slots import ThreadSlots
from rejoinder.webhooks.worker import WebhookWorker

WebRequest = Request[None, None, State]


@dataclass(frozen=True, slots=True)
class AppState:
    """The store, the judge at work, the worker, and what this process remembers between requests.

    It stands in the framework's state under the one key that the newspaper has there; what a
    request changes is inside one of these parts, each of which is safe for threads.
    """

    database: Database
    cache: StoreCache
    judge_pool: JudgePool
    jobs: Jobs
    collector: Collector
    rate_limits: RateLimits
    thread_slots: ThreadSlots
    settings: Settings
    clock: Clock
    daily_salts: DailySaltCache
    health: HealthCheck
    live: LiveThreads
    article_reader: ArticleReader
    imported_judge: ImportedJudge
    policy_worker: PolicyWorker
    desk_worker: DeskWorker
    outside: OutsideAsker
    sign_on: Fetching
    webhooks: WebhookWorker
    queue: QueueMemory
    sidebars: SidebarCache = field(default_factory=SidebarCache)
    alike: AlikeMemory = field(default_factory=AlikeMemory)
    desk_streams: DeskStreams = field(default_factory=DeskStreams)
    numbers: NumbersCache = field(default_factory=NumbersCache)

    @property
    def workers(
        self,
    ) -> tuple[WebhookWorker, ArticleReader, ImportedJudge, PolicyWorker, DeskWorker, Jobs]:
        """What works beside the requests, from the start to the end."""
        threads = self.article_reader, self.imported_judge, self.policy_worker, self.desk_worker
        return self.webhooks, *threads, self.jobs


def app_state_of(app: Litestar) -> AppState:
    """What the application's handlers work with."""
    app_state: AppState = app.state.app_state
    return app_state
