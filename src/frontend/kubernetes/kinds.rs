//! Which kinds carry pods, and where. This table is the one place that knows.
//!
//! Sources: each project's API reference, named at its rows.

/// A kind that carries pod templates.
#[derive(Debug)]
pub struct PodBearing {
    /// The API group, empty for the core; versions do not matter, as the templates have kept their place over them.
    pub group: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// Where its templates are.
    pub templates: &'static [Template],
}

/// Where pod templates are within a kind.
#[derive(Debug)]
pub struct Template {
    /// The way there, keys separated by dots; `*` stands for every item of a list or every value of a map.
    pub path: &'static str,
    /// What is found there.
    pub shape: Shape,
    /// What these pods are for, where a kind has several sorts; a `*` in the path names them further.
    pub role: &'static str,
    /// Whether an operator completes the template from elsewhere, so that what is missing here may be set there.
    pub partial: bool,
    /// Further containers by the key that holds them, and the name that they get.
    pub containers: &'static [(&'static str, &'static str)],
}

/// The two ways in which pod templates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// An object with `metadata` and `spec`.
    Template,
    /// The pod's spec itself.
    Spec,
}

const fn template(path: &'static str) -> Template {
    Template { path, shape: Shape::Template, role: "", partial: false, containers: &[] }
}

const fn role(role: &'static str, path: &'static str) -> Template {
    Template { role, ..template(path) }
}

const fn partial(role: &'static str, path: &'static str) -> Template {
    Template { role, partial: true, ..template(path) }
}

const fn partial_spec(role: &'static str, path: &'static str) -> Template {
    Template { role, shape: Shape::Spec, partial: true, ..template(path) }
}

const fn workflow(path: &'static str) -> Template {
    Template { containers: WORKFLOW_STEPS, ..partial_spec("", path) }
}

const SPEC_TEMPLATE: &[Template] = &[template("spec.template")];

/// The containers of a KServe predictor that its serving runtime completes.
const KSERVE_MODELS: &[(&str, &str)] = &[
    ("model", "kserve-container"),
    ("huggingface", "kserve-container"),
    ("lightgbm", "kserve-container"),
    ("onnx", "kserve-container"),
    ("paddle", "kserve-container"),
    ("pmml", "kserve-container"),
    ("pytorch", "kserve-container"),
    ("sklearn", "kserve-container"),
    ("tensorflow", "kserve-container"),
    ("triton", "kserve-container"),
    ("xgboost", "kserve-container"),
];

/// The containers of a workflow's step, beside its lists of them.
const WORKFLOW_STEPS: &[(&str, &str)] = &[("container", "main"), ("script", "main")];

/// What KServe runs language models with; the configurations have the same shape.
const LLM_TEMPLATES: &[Template] = &[
    partial_spec("", "spec.template"),
    partial_spec("worker", "spec.worker"),
    partial_spec("prefill", "spec.prefill.template"),
    partial_spec("prefill worker", "spec.prefill.worker"),
];

macro_rules! kinds {
    ($($group:literal $kind:literal => $templates:expr;)*) => {
        &[$(PodBearing { group: $group, kind: $kind, templates: $templates }),*]
    };
}

/// Every kind that carries pods.
pub const POD_BEARING: &[PodBearing] = kinds! {
    // Kubernetes
    "" "Pod" => &[template("")];
    "" "PodTemplate" => &[template("template")];
    "" "ReplicationController" => SPEC_TEMPLATE;
    "apps" "DaemonSet" => SPEC_TEMPLATE;
    "apps" "Deployment" => SPEC_TEMPLATE;
    "apps" "ReplicaSet" => SPEC_TEMPLATE;
    "apps" "StatefulSet" => SPEC_TEMPLATE;
    // The group of the first releases; removed since, which is a finding of its own.
    "extensions" "DaemonSet" => SPEC_TEMPLATE;
    "extensions" "Deployment" => SPEC_TEMPLATE;
    "extensions" "ReplicaSet" => SPEC_TEMPLATE;
    "batch" "CronJob" => &[template("spec.jobTemplate.spec.template")];
    "batch" "Job" => SPEC_TEMPLATE;
    // kubernetes-sigs: agent-sandbox, jobset, leader-worker-set
    "agents.x-k8s.io" "Sandbox" => &[template("spec.podTemplate")];
    "jobset.x-k8s.io" "JobSet" => &[role("", "spec.replicatedJobs.*.template.spec.template")];
    "leaderworkerset.x-k8s.io" "LeaderWorkerSet" => &[
        role("leader", "spec.leaderWorkerTemplate.leaderTemplate"),
        role("worker", "spec.leaderWorkerTemplate.workerTemplate"),
    ];
    // Rollouts and other controllers in place of the built-in ones
    "argoproj.io" "Rollout" => SPEC_TEMPLATE;
    // A workflow's steps, which its own spec and its defaults complete
    "argoproj.io" "ClusterWorkflowTemplate" => &[workflow("spec.templates.*")];
    "argoproj.io" "CronWorkflow" => &[workflow("spec.workflowSpec.templates.*")];
    "argoproj.io" "Workflow" => &[workflow("spec.templates.*")];
    "argoproj.io" "WorkflowTemplate" => &[workflow("spec.templates.*")];
    "apps.kruise.io" "CloneSet" => SPEC_TEMPLATE;
    "apps.kruise.io" "DaemonSet" => SPEC_TEMPLATE;
    "apps.kruise.io" "StatefulSet" => SPEC_TEMPLATE;
    "apps.openshift.io" "DeploymentConfig" => SPEC_TEMPLATE;
    "batch.volcano.sh" "Job" => &[role("", "spec.tasks.*.template")];
    "keda.sh" "ScaledJob" => &[template("spec.jobTargetRef.template")];
    // The Prometheus operator: its specs are pods' specs and more
    "monitoring.coreos.com" "Alertmanager" => &[partial_spec("", "spec")];
    "monitoring.coreos.com" "Prometheus" => &[partial_spec("", "spec")];
    "monitoring.coreos.com" "PrometheusAgent" => &[partial_spec("", "spec")];
    "monitoring.coreos.com" "ThanosRuler" => &[partial_spec("", "spec")];
    // Serving
    "serving.knative.dev" "Configuration" => SPEC_TEMPLATE;
    "serving.knative.dev" "Revision" => &[template("")];
    "serving.knative.dev" "Service" => SPEC_TEMPLATE;
    "serving.kserve.io" "ClusterServingRuntime" => &[partial_spec("", "spec")];
    "serving.kserve.io" "ServingRuntime" => &[partial_spec("", "spec")];
    "serving.kserve.io" "InferenceService" => &[
        Template { containers: KSERVE_MODELS, ..partial_spec("predictor", "spec.predictor") },
        partial_spec("predictor worker", "spec.predictor.workerSpec"),
        partial_spec("transformer", "spec.transformer"),
        partial_spec("explainer", "spec.explainer"),
    ];
    "serving.kserve.io" "LLMInferenceService" => LLM_TEMPLATES;
    "serving.kserve.io" "LLMInferenceServiceConfig" => LLM_TEMPLATES;
    "machinelearning.seldon.io" "SeldonDeployment" => &[partial("", "spec.predictors.*.componentSpecs.*")];
    // Ray
    "ray.io" "RayCluster" => &[
        role("head", "spec.headGroupSpec.template"),
        role("worker", "spec.workerGroupSpecs.*.template"),
    ];
    "ray.io" "RayJob" => &[
        role("head", "spec.rayClusterSpec.headGroupSpec.template"),
        role("worker", "spec.rayClusterSpec.workerGroupSpecs.*.template"),
        role("submitter", "spec.submitterPodTemplate"),
    ];
    "ray.io" "RayService" => &[
        role("head", "spec.rayClusterConfig.headGroupSpec.template"),
        role("worker", "spec.rayClusterConfig.workerGroupSpecs.*.template"),
    ];
    // Kubeflow
    "kubeflow.org" "Experiment" => &[
        partial("trial", "spec.trialTemplate.trialSpec.spec.template"),
        partial("trial", "spec.trialTemplate.trialSpec.spec.pytorchReplicaSpecs.*.template"),
        partial("trial", "spec.trialTemplate.trialSpec.spec.tfReplicaSpecs.*.template"),
    ];
    "kubeflow.org" "JAXJob" => &[role("", "spec.jaxReplicaSpecs.*.template")];
    "kubeflow.org" "MPIJob" => &[role("", "spec.mpiReplicaSpecs.*.template")];
    "kubeflow.org" "Notebook" => SPEC_TEMPLATE;
    "kubeflow.org" "PaddleJob" => &[role("", "spec.paddleReplicaSpecs.*.template")];
    "kubeflow.org" "PyTorchJob" => &[role("", "spec.pytorchReplicaSpecs.*.template")];
    "kubeflow.org" "TFJob" => &[role("", "spec.tfReplicaSpecs.*.template")];
    "kubeflow.org" "XGBoostJob" => &[role("", "spec.xgbReplicaSpecs.*.template")];
    "trainer.kubeflow.org" "ClusterTrainingRuntime" => &[partial("", "spec.template.spec.replicatedJobs.*.template.spec.template")];
    "trainer.kubeflow.org" "TrainingRuntime" => &[partial("", "spec.template.spec.replicatedJobs.*.template.spec.template")];
    // Data: the operators complete these templates
    "flink.apache.org" "FlinkDeployment" => &[
        partial("", "spec.podTemplate"),
        partial("job manager", "spec.jobManager.podTemplate"),
        partial("task manager", "spec.taskManager.podTemplate"),
    ];
    "kafka.strimzi.io" "Kafka" => &[
        partial_spec("kafka", "spec.kafka.template.pod"),
        partial_spec("zookeeper", "spec.zookeeper.template.pod"),
        partial_spec("entity operator", "spec.entityOperator.template.pod"),
        partial_spec("cruise control", "spec.cruiseControl.template.pod"),
    ];
    "kafka.strimzi.io" "KafkaBridge" => &[partial_spec("", "spec.template.pod")];
    "kafka.strimzi.io" "KafkaConnect" => &[partial_spec("", "spec.template.pod")];
    "kafka.strimzi.io" "KafkaNodePool" => &[partial_spec("", "spec.template.pod")];
    "sparkoperator.k8s.io" "ScheduledSparkApplication" => &[
        partial("driver", "spec.template.driver.template"),
        partial("executor", "spec.template.executor.template"),
    ];
    "sparkoperator.k8s.io" "SparkApplication" => &[
        partial("driver", "spec.driver.template"),
        partial("executor", "spec.executor.template"),
    ];
};

/// The row of a kind, if it carries pods.
#[must_use]
pub fn pod_bearing(group: &str, kind: &str) -> Option<&'static PodBearing> {
    POD_BEARING.iter().find(|row| row.kind == kind && row.group == group)
}

/// Kinds of the `apps` group that a cluster refuses without a selector: one without is a patch, not a resource. The first
/// version of the group derived it from the template's labels.
#[must_use]
pub fn needs_selector(group: &str, version: &str, kind: &str) -> bool {
    group == "apps" && version != "v1beta1" && matches!(kind, "DaemonSet" | "Deployment" | "ReplicaSet" | "StatefulSet")
}
