use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::Timestamp;
use sample_clinic::ConsentFlag;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{SimulatorError, rest::Site, world};

/// The control port; see the crate's documentation.
pub(crate) fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/faults", get(faults).put(set_faults))
        .route("/revise", post(revise))
        .route("/arrive", post(arrive))
        .route("/consent", post(consent))
        .route("/renumber", post(renumber))
        .with_state(site)
}

type Answer = Result<Json<Value>, Failed>;

/// An error as `{"error": "…"}`.
struct Failed(SimulatorError);

impl From<SimulatorError> for Failed {
    fn from(error: SimulatorError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        (
            StatusCode::BAD_REQUEST,
            Json(json!({"error": self.0.to_string()})),
        )
            .into_response()
    }
}

async fn faults(State(site): State<Arc<Site>>) -> Json<Vec<String>> {
    Json(
        site.faults
            .now()
            .list()
            .iter()
            .map(ToString::to_string)
            .collect(),
    )
}

async fn set_faults(State(site): State<Arc<Site>>, Json(names): Json<Vec<String>>) -> Answer {
    site.faults.set(&names).await?;
    Ok(Json(json!(names)))
}

#[derive(Deserialize)]
struct Revise {
    chart_number: String,
    #[serde(default)]
    category: String,
}

async fn revise(State(site): State<Arc<Site>>, Json(asked): Json<Revise>) -> Answer {
    let revised = site.write().revise(&asked.chart_number, &asked.category)?;
    Ok(Json(
        json!({"added": revised.added, "removed": revised.removed}),
    ))
}

#[derive(Deserialize)]
struct Arrive {
    chart_number: String,
    #[serde(default = "yes")]
    card: bool,
    #[serde(default)]
    setting: world::Setting,
}

fn yes() -> bool {
    true
}

async fn arrive(State(site): State<Arc<Site>>, Json(asked): Json<Arrive>) -> Answer {
    site.write().arrive(
        &asked.chart_number,
        asked.card,
        asked.setting,
        Timestamp::now(),
    )?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Renumber {
    chart_number: String,
    member_id: String,
}

/// The person has another insured number from now on (new job, age 75).
async fn renumber(State(site): State<Arc<Site>>, Json(asked): Json<Renumber>) -> Answer {
    site.write()
        .renumber(&asked.chart_number, &asked.member_id)?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Consent {
    chart_number: String,
    category: String,
    flag: String,
    #[serde(default = "day")]
    hours: f64,
}

fn day() -> f64 {
    24.0
}

async fn consent(State(site): State<Arc<Site>>, Json(asked): Json<Consent>) -> Answer {
    let flag = ConsentFlag::from_name(&asked.flag).ok_or(SimulatorError::NotFound("flag"))?;
    let consented = world::Consented {
        flag,
        ..world::given(Timestamp::now(), asked.hours)
    };
    site.write()
        .consent(&asked.chart_number, &asked.category, consented)?;
    Ok(Json(json!({})))
}
