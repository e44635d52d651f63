//! Values that handlers and commands get by their type: desks, caches, settings.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::Arc,
};

/// Values by their type. Cheap to clone; the server and the command line are given the same ones.
#[derive(Clone, Default)]
pub struct Parts(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Parts {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }
    /// With that one; a second of the same type takes the place of the first.
    pub fn with<T: Send + Sync + 'static>(mut self, part: T) -> Self {
        self.0.insert(TypeId::of::<T>(), Arc::new(part));
        self
    }
    /// With all of `others`.
    pub fn and(mut self, others: &Self) -> Self {
        self.0.extend(others.0.iter().map(|(id, part)| (*id, part.clone())));
        self
    }
    /// The value of that type, if there is one.
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}
