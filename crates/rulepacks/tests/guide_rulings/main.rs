//! The rulings of the applicant guide for Guangdong 2026 (报考指南) that facts can decide, question by question: posts
//! are built through the pack, people are plain facts, and the verdict is the one that the guide gives.

mod career;
mod majors;
mod people;
mod study;
mod world;
