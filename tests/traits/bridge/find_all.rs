//! Registers `find_all` and `MemoryRepository` with its claims.

use traits::find_all::AnyRepository;

use super::kata;

pub fn register() {
    traits::find_all::FIND_ALL.set(|repo, ids| Box::pin(kata::find_all(repo, ids)));
    traits::find_all::LOCAL.set(|repo, ids| Box::pin(kata::find_all(repo, ids)));
    traits::find_all::MEMORY_REPOSITORY.set(|rows| AnyRepository::new(kata::MemoryRepository::new(rows)));
}
